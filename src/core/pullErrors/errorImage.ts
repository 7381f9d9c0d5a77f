import { looksLikeToken } from "../display/token.ts";
import { type ImageReference, parseImage } from "../images/reference.ts";
import type { ErrorRecord } from "./errorRecords.ts";
import type { ErrorRequest } from "./errorRequest.ts";

/** How an image is named right after what was done with it; in quotes, since a terminal may break it anywhere. */
const quotedImages: readonly RegExp[] = [
  /failedtoresolvereference"([^"]+)"/i,
  /failedtopullandunpackimage"([^"]+)"/i,
  /(?:pull|pulling|sandbox)image"([^"]+)"/i,
  /pullingruntimeimage"?([^"]{1,400})"/i,
];

/** Those without quotes end at a space. */
const plainImages: readonly RegExp[] = [
  /\bimage="?([^\s"]{1,400})/,
  // An option without `=` may have a value after it, which may be a password.
  /\b(?:crictl|ctr|docker|nerdctl)\s(?:[a-z-]+\s){0,3}pull\s(?:--?[\w-]{1,40}=\S{1,400}\s){0,5}([^\s"-][^\s"]{0,400})/,
  /failed to get runtime image ([^\s"]{1,400}?):\s/,
  /pull access denied for ([^\s,]{1,400})/,
  /manifest for ([^\s"]{1,400}) not found/,
  /(?<![^\s"])([\w.-]{1,255}(?::\d{1,5})?\/[^\s"]{1,400}?): failed to authorize/,
  /(?<![^\s"])([^\s"]{1,400}): resolving/,
];

/** The image that an error names, where it may be shown. */
export function imageIn({ text, squeezed }: ErrorRecord): ImageReference | undefined {
  const named = [...quotedImages.map((pattern) => pattern.exec(squeezed)), ...plainImages.map((p) => p.exec(text))];
  for (const match of named) {
    const image = match?.[1] === undefined ? undefined : safeImage(withoutMarkdown(match[1]));
    if (image) return image;
  }
  return undefined;
}

/** A link of a web page, of which the text is the name. */
function withoutMarkdown(name: string): string {
  return /^\[([^\]]+)\]\(/.exec(name)?.[1] ?? name;
}

function safeImage(name: string): ImageReference | undefined {
  const reading = parseImage(name);
  return reading.ok && !name.split(/[/:@]/).some(looksLikeToken) ? reading.image : undefined;
}

/** The image that the path of a request for a manifest or a layer names. */
export function imageOfPath({ host, path, mirrorOf, forToken }: ErrorRequest): ImageReference | undefined {
  const [, repository, tag] = /\/v2\/(.+)\/(?:manifests|blobs)\/([^/:]+(?::[a-f\d]+)?)/.exec(path) ?? [];
  const asked = host === "registry-1.docker.io" ? "docker.io" : host;
  const registry = mirrorOf ?? asked;
  if (registry === undefined || repository === undefined || tag === undefined || forToken) return undefined;
  const isTag = path.includes("/manifests/");
  return safeImage(`${registry}/${repository}${!isTag ? "" : tag.includes(":") ? `@${tag}` : `:${tag}`}`);
}
