import { dirname, resolve } from "node:path";
import type { NodeOptions } from "../core/containerd/hostsFiles.ts";
import { parseTarget, type Target } from "../core/file/release.ts";
import type { LintSettings } from "../core/lint/rule.ts";
import { settingsFileName } from "../core/lint/settingsFileName.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import type { Output, Surroundings } from "./command.ts";
import { createRepositories } from "./repository.ts";
import { createSettingsLookup } from "./sharedSettings.ts";

/** The options that describe the nodes, for `readArguments`. */
export const nodeOptions = {
  target: { type: "string" },
  "embedded-registry": { type: "boolean", default: false },
  "disable-default-endpoint": { type: "boolean", default: false },
} as const;

/** Their lines of a command's help. */
export const nodeOptionsHelp = `  --target TARGET              k3s, rke2, a version, or both, such as "k3s v1.30.4"
  --embedded-registry          the servers run with --embedded-registry
  --disable-default-endpoint   the servers run with --disable-default-registry-endpoint`;

/**
 * Returns how the nodes run, from the options and, for missing ones, from the settings file of a file, which also has the
 * severities of rules.
 *
 * @param file the registries.yaml as it was named; `-` for standard input, which the current folder counts for
 * @throws UserProblem when one of them is wrong
 */
export async function nodesOf(
  values: {
    readonly target?: string | undefined;
    readonly "embedded-registry": boolean;
    readonly "disable-default-endpoint": boolean;
  },
  file: string,
  output: Output,
  { cwd, env }: Surroundings,
): Promise<NodeOptions & Pick<LintSettings, "severities">> {
  const lookup = createSettingsLookup({
    cwd,
    repositories: createRepositories(env),
    onProblem: (line) => output.note(`k3s-registries: ${line}`),
    onRemark: output.note,
  });
  const shared = await lookup.settingsFor(file === "-" ? cwd : dirname(resolve(cwd, file)));
  if (!shared) throw new UserProblem(`fix ${settingsFileName} first`);
  const target = values.target === undefined ? shared.target : targetOf(values.target);
  return {
    ...(target === undefined ? {} : { target }),
    ...(shared.severities && { severities: shared.severities }),
    embeddedRegistry: values["embedded-registry"] || shared.embeddedRegistry === true,
    disableDefaultEndpoint: values["disable-default-endpoint"] || shared.disableDefaultEndpoint === true,
  };
}

function targetOf(text: string): Target {
  const target = parseTarget(text);
  if (!target || target.product === "k3d")
    throw new UserProblem('--target takes k3s, rke2, a version, or both, such as "k3s v1.30.4"');
  return target;
}
