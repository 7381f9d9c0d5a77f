import { textOf } from "../../file/file.ts";
import { supports } from "../../file/release.ts";
import { type FileField, fileField, fileFields, isAbsolutePath, isInlinePem, withTlsSettings } from "../../file/tls.ts";
import { listed } from "../../text/listed.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Path } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

interface RelativePath {
  readonly name: FileField;
  readonly at: Path;
  readonly text: string;
}

export const summary = "A certificate or key path is not absolute";

/** Source: containerd `core/remotes/docker/config/hosts.go` (`makeAbsPath`: beside hosts.toml, with nothing expanded). */
export const tlsPathNotAbsolute: Rule = {
  id: "tls-path-not-absolute",
  severity: "error",
  fixes: true,
  check(file, { target = {} }) {
    const reports: Report[] = [];
    // Where releases without hosts.toml look for the file is not known.
    if (supports(target, "hosts.toml") === false) return reports;
    for (const { host, tls } of withTlsSettings(file)) {
      const relative = fileFields.flatMap((name): readonly RelativePath[] => {
        const { path: at, value } = fileField(tls, name);
        const text = textOf({ path: at, value });
        if (text === undefined || text === "" || isAbsolutePath(text, target.product)) return [];
        return isInlinePem(text) || isFilledIn(text) ? [] : [{ name, at, text }];
      });
      const [first, ...rest] = relative;
      if (!first) continue;
      reports.push({
        at: first.at,
        message: `${listed(relative.map(({ name }) => `"${name}"`))} of "${host}" must be absolute: containerd looks in certs.d/${host}, which k3s empties at startup, so pulls fail${expansion(relative)}. Write the full path on the node.`,
        related: rest.map(({ at, name }) => ({ at, message: `"${name}" is not an absolute path either` })),
        fixes: absolute(relative),
      });
    }
    return reports;
  },
};

/** Returns what the message says about starts that look like they would be expanded. */
function expansion(relative: readonly RelativePath[]): string {
  const starts = relative.flatMap(({ text }) => /^~|^\$\w*/.exec(text)?.[0] ?? []);
  return starts.length === 0
    ? ""
    : `; it does not expand ${[...new Set(starts)].map((start) => `"${start}"`).join(" or ")}`;
}

/** True if a person or tool will replace it; `$HOME` is a variable that people expect to work. */
function isFilledIn(text: string): boolean {
  return placeholder(text.replace(/^\$HOME(?=\/)/, ""), "possible host") !== undefined;
}

/** Returns the fix for all of them, if it is clear what each is meant to be. */
function absolute(relative: readonly RelativePath[]): readonly Fix[] {
  const written = relative.map(({ at, text }) => ({ at, path: fileUrl(text) ?? withoutSlash(text) }));
  if (written.some(({ path }) => path === undefined)) return [];
  return [
    {
      title: written.length === 1 ? `Write ${written[0]?.path}` : "Write the absolute paths",
      safe: relative.every(({ text }) => fileUrl(text) !== undefined),
      operations: written.map(({ at, path = "" }) => ({ overwrite: at, value: path })),
    },
  ];
}

function fileUrl(text: string): string | undefined {
  return /^file:\/\/(\/[^\s]+)$/i.exec(text)?.[1];
}

function withoutSlash(text: string): string | undefined {
  return /^(?:\.?\/)?(?:etc|opt|var|usr|home|root|srv|mnt|data)\/\S+$/.test(text)
    ? `/${text.replace(/^\.?\//, "")}`
    : undefined;
}
