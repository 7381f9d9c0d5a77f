import "./activation.test.ts";
