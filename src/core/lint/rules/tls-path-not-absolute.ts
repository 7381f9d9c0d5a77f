import { isPlaceholder } from "../../credentials/password.ts";
import { textOf } from "../../registries/file.ts";
import { supports } from "../../registries/target.ts";
import { fileField, fileFields, isAbsolutePath, isInlinePem, withTlsSettings } from "../../registries/tls.ts";
import type { Path } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: reference §5.5f (containerd resolves the path beside hosts.toml and expands nothing). */
export const tlsPathNotAbsolute: Rule = {
  id: "tls-path-not-absolute",
  summary: "The path of a certificate or key is not absolute",
  severity: "error",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    // Where releases without hosts.toml look for the file is not known.
    if (supports(target, "hosts.toml") === false) return reports;
    for (const { host, tls } of withTlsSettings(file)) {
      for (const name of fileFields) {
        const { path: at, value } = fileField(tls, name);
        const text = textOf({ path: at, value });
        if (text === undefined || text === "" || isAbsolutePath(text, target.product)) continue;
        if (isInlinePem(text) || isStandIn(text)) continue;
        const expanded = /^[~$]/.test(text)
          ? `, and nothing puts a folder in the place of ${/^~|^\$\w*/.exec(text)?.[0]}`
          : "";
        reports.push({
          at,
          message: `${name} of ${host} is no absolute path: containerd looks for it in the folder that k3s makes for ${host} under certs.d and empties at each start${expanded}, so that each pull from ${host} fails. Write where the file is on the node, from / on.`,
          fixes: absolute(at, text),
        });
      }
    }
    return reports;
  },
};

/** What a person or tool will replace; `$HOME` is a variable that people expect to work. */
function isStandIn(text: string): boolean {
  return isPlaceholder(text) || /[<>{}%]|@@/.test(text) || /^\$(?!HOME\b)|.\$/.test(text);
}

function absolute(at: Path, text: string): readonly Fix[] {
  const file = /^file:\/\/(\/[^\s]+)$/i.exec(text)?.[1];
  const root = /^(?:\.?\/)?(?:etc|opt|var|usr|home|root|srv|mnt|data)\/\S+$/.test(text)
    ? `/${text.replace(/^\.?\//, "")}`
    : undefined;
  const path = file ?? root;
  if (path === undefined) return [];
  return [{ title: `Write ${path}`, safe: file !== undefined, operations: [{ set: at, value: path }] }];
}
