import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearestName } from "../core/text/nearest.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { shownArgument } from "./command.ts";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true; args: string[] }>
>;

/**
 * Reads a command's arguments.
 *
 * @throws UserProblem with one line that names the option and never a value
 */
export function readArguments<T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    refuseEmpty(parsed);
    return parsed;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    const unknown = args.find((arg) => /^--?[^-=]/.test(arg) && !isKnown(arg, options));
    if (error instanceof UserProblem) throw error;
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") throw new UserProblem(unknownOption(unknown ?? "", options));
    if (code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") throw error;
    const name = /--[\w-]+/.exec(error instanceof Error ? error.message : "")?.[0] ?? "an option";
    const takesValue = options[name.slice(2)]?.type === "string";
    throw new UserProblem(
      takesValue
        ? `${name} needs a value; write a value that starts with - as ${name}=VALUE`
        : `${name} takes no value`,
    );
  }
}

/** An empty name would mean the current folder. It usually comes from an unset variable. */
function refuseEmpty({
  values,
  positionals,
}: {
  readonly values: object;
  readonly positionals: readonly string[];
}): void {
  const empty = Object.entries(values).find(([, value]) => [value].flat().includes(""));
  if (empty) throw new UserProblem(`--${empty[0]} is empty; pass a value`);
  if (positionals.includes("")) throw new UserProblem("an argument is empty; name a file, or remove it");
}

function isKnown(arg: string, options: Options): boolean {
  const name = arg.replace(/^--?/, "").replace(/=[\s\S]*$/, "");
  return arg.startsWith("--")
    ? Object.hasOwn(options, name)
    : Object.values(options).some(({ short }) => short === name[0]);
}

function unknownOption(arg: string, options: Options): string {
  const name = arg.replace(/=[\s\S]*$/, "");
  const meant = name.startsWith("--") ? nearestName(name.slice(2), Object.keys(options)) : undefined;
  return `unknown option ${shownArgument(name)}${meant === undefined ? "" : `; did you mean --${meant}?`}`;
}
