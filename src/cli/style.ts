import type { Output, Surroundings } from "./command.ts";

/** What the output may contain besides its text. */
export interface Style {
  readonly colours: boolean;
  /** True if the terminal is known to show links (OSC 8). */
  readonly links: boolean;
  /** The columns of the terminal; `undefined` if it is none. */
  readonly columns: number | undefined;
}

export const colourChoices = ["auto", "always", "never"] as const;
export type ColourChoice = (typeof colourChoices)[number];

export function isColourChoice(text: string): text is ColourChoice {
  return (colourChoices as readonly string[]).includes(text);
}

/**
 * Decides about colors and links. The option overrides the variables, and `FORCE_COLOR` overrides `NO_COLOR`, as in Node:
 * https://no-color.org, https://force-color.org.
 */
export function styleOf(choice: ColourChoice, terminal: Output["terminal"], env: Surroundings["env"]): Style {
  const colours = choice === "auto" ? wantsColours(terminal, env) : choice === "always";
  return { colours, links: colours && showsLinks(terminal, env), columns: terminal?.columns };
}

function wantsColours(terminal: Output["terminal"], env: Surroundings["env"]): boolean {
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return !/^(?:0|false)$/i.test(forced);
  return terminal !== undefined && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}

/** Terminals that show links name themselves: https://github.com/Alhadis/OSC8-Adoption. Others may print the codes. */
function showsLinks(terminal: Output["terminal"], env: Surroundings["env"]): boolean {
  const forced = env["FORCE_HYPERLINK"];
  if (forced !== undefined && forced !== "") return forced !== "0";
  // A multiplexer in between may not pass them on.
  if (terminal === undefined || env["TMUX"] !== undefined || /^(?:screen|tmux)/.test(env["TERM"] ?? "")) return false;
  return (
    ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].some((name) => env[name] !== undefined) ||
    Number(env["VTE_VERSION"] ?? 0) >= 5000 ||
    /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|zed|rio)$/.test(env["TERM_PROGRAM"] ?? "") ||
    /^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/.test(env["TERM"] ?? "")
  );
}

/** How severities and the parts of a page are coloured: bold, and colors of the terminal's own palette alone. */
export const codes = {
  error: "1;31",
  warning: "1;33",
  information: "1;34",
  hint: "1;36",
  fix: "32",
  quiet: "2",
  title: "1",
  code: "36",
} as const;

/** Returns a part of the output in a color, if there are colors. */
export function painted({ colours }: Style, code: keyof typeof codes, part: string): string {
  return colours && part !== "" ? `\x1b[${codes[code]}m${part}\x1b[0m` : part;
}

/** Returns a part of the output as a link, if the terminal shows links. */
export function linked({ links }: Style, address: string, part: string): string {
  return links ? `\x1b]8;;${address}\x1b\\${part}\x1b]8;;\x1b\\` : part;
}
