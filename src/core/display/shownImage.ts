import { parseImage } from "../images/reference.ts";
import { shownHost } from "./shown.ts";
import { hidden, looksLikeToken } from "./token.ts";

/**
 * An image as it can be shown: as it is written, but for what may be a user, a token or a password that someone put into
 * it.
 */
export function shownImage(text: string): string {
  const reading = parseImage(text);
  const written = text.trim();
  const [name = ""] = written.split(/@(?=sha\d+:)/);
  if (name.length > 300 || /[^\w./:[\]-]|:\/\//.test(name) || name.split(/[/:]/).some(looksLikeToken)) return hidden;
  if (!reading.ok) return name;
  return shownHost(reading.image.registry) === hidden ? hidden : written;
}
