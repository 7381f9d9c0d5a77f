import { severityLevels } from "../core/lint/sharedSettings.ts";
import type { CompletedCommand, CompletedOption } from "./completion.ts";

const program = "k3s-registries";

/** For Bash, without the bash-completion package. Bash splits words at `=`, so that `--format=json` is three of them. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const values = commands.flatMap(({ name, options }) =>
    options.flatMap((option) => {
      const pattern = [option.name, ...(option.short === undefined ? [] : [option.short])]
        .map((one) => `'${name} ${one}'`)
        .join("|");
      if (option.value === undefined) return [];
      return [`    ${pattern}) ${bashValue(option.value)} ;;`];
    }),
  );
  const others = commands.map(({ name, options, operands }) => {
    const others = operands === "file" ? "" : operands.join(" ");
    return `      ${name}) options='${options.map((option) => option.name).join(" ")}' operands='${others}' ;;`;
  });
  return `# Completes ${program} in Bash.
_k3s_registries() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words= options= operands=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${names} --help --version' -- "$current"))
    return
  fi
  local rule=
  if [[ $current == = ]]; then
    current= rule=\${COMP_WORDS[COMP_CWORD-2]}
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
    ((COMP_CWORD == 3)) || rule=\${COMP_WORDS[COMP_CWORD-3]}
  fi
  if [[ $rule == --rule ]]; then
    # The severity behind its =.
    COMPREPLY=($(compgen -W '${severityLevels.join(" ")}' -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]} $previous" in
${values.join("\n")}
    *)
      case \${COMP_WORDS[1]} in
${others.map((line) => `  ${line}`).join("\n")}
      esac
      # Without words, Bash completes files.
      if [[ $current == -* ]]; then words=$options; else words=$operands; fi
      ;;
  esac
  [[ -z $words ]] || COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _k3s_registries ${program}
`;
}

function bashValue(value: NonNullable<CompletedOption["value"]>): string {
  if (value === "file") return "return";
  if (value === "text") return "compopt +o default 2>/dev/null; return";
  return `words='${value.join(" ")}'`;
}

/** For Zsh: a function for `$fpath`, which can be sourced as well. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const list = commands.map(({ name, summary }) => `      ${quoted(`${name}:${summary}`)}`);
  const cases = commands.map(({ name, options, operands }) => {
    const specs = options.map((option) => `        ${quoted(zshSpec(option))} \\`);
    const rest = operands === "file" ? "*:file:_files" : `1:value:(${operands.join(" ")})`;
    return `    ${name})\n      _arguments \\\n${specs.join("\n")}${specs.length > 0 ? "\n" : ""}        ${quoted(rest)}\n      ;;`;
  });
  return `#compdef ${program}
# Completes ${program} in Zsh.
_k3s_registries() {
  local -a commands
  if ((CURRENT == 2)); then
    commands=(
${list.join("\n")}
    )
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _k3s_registries || $funcstack[1] == _${program} ]]; then
  _k3s_registries "$@"
else
  compdef _k3s_registries ${program}
fi
`;
}

function zshSpec({ name, short, summary, value }: CompletedOption): string {
  const about = `[${summary.replace(/[[\]\\:]/g, "\\$&")}]`;
  const names = short === undefined || value === undefined ? "" : `(${short} ${name})`;
  if (value === undefined) return `${name}${about}`;
  const action = value === "file" ? "_files" : value === "text" ? " " : `(${value.join(" ")})`;
  return `${name === "--rule" || name === "--host" ? "*" : names}${name}=${about}:value:${action}`;
}

/** For fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const isFirst = `not __fish_seen_subcommand_from ${names}`;
  const lines = commands.flatMap(({ name, summary, options, operands }) => {
    const seen = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c ${program} -f -n '${isFirst}' -a ${name} -d ${quoted(summary)}`,
      ...options.map((option) => `complete -c ${program} ${seen} ${fishOption(option)}`),
      ...(operands === "file" ? [] : [`complete -c ${program} -f ${seen} -a '${operands.join(" ")}'`]),
    ];
  });
  return `# Completes ${program} in fish.\n${lines.join("\n")}\n`;
}

function fishOption({ name, short, summary, value }: CompletedOption): string {
  const named = `-l ${name.slice(2)}${short === undefined ? "" : ` -s ${short.slice(1)}`}`;
  const action =
    value === undefined ? "" : value === "file" ? " -r -F" : value === "text" ? " -x" : ` -x -a '${value.join(" ")}'`;
  return `${named}${action} -d ${quoted(summary)}`;
}

/** A text in single quotes, for all three shells. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
