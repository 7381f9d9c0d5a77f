import "./activation.test.ts";
import "./lint.test.ts";
import "./convert.test.ts";
