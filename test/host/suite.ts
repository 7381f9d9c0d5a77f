import "./activation.test.ts";
import "./lint.test.ts";
import "./settings.test.ts";
import "./actions.test.ts";
import "./lintWorkspace.test.ts";
import "./languageStatus.test.ts";
import "./convert.test.ts";
import "./doors.test.ts";
