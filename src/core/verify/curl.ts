import type { VerifyTarget } from "./target.ts";
import { acceptHeader } from "./tokenServer.ts";

/**
 * The exchange as lines for a POSIX shell with curl, for where this program can't send requests. The credential comes
 * from a file by standard input; arguments, which other users can see, contain no part of it.
 */
export function curlLines({ ping, image, secret, user, files }: VerifyTarget): string {
  const ca = files.find(({ key }) => key === "ca_file")?.text;
  const curl = `curl -sS${ca === undefined ? "" : ` --cacert ${quoted(ca)}`}`;
  const show = `${curl} -D - -o /dev/null`;
  const scope = image ? ` --data-urlencode ${quoted(`scope=repository:${image.repository}:pull`)}` : "";
  const asked = image ? `-H "$accept" -I ${quoted(image.url)}` : quoted(ping);
  const isBasic = secret?.kind === "basic";
  const basic = `"$(printf '%s:%s' ${quoted(user ?? "USER")} "$(cat password)" | base64 | tr -d '\\n')"`;
  const login = [
    `# Write the ${isBasic ? "password" : "identity token"} to the file password, readable only by you.`,
    ...(isBasic
      ? [
          `auth() { printf 'Authorization: Basic %s\\n' ${basic}; }`,
          "# If it asks for Basic:",
          `auth | ${show} -H @- ${asked}`,
        ]
      : []),
    "# If it asks for Bearer: fill in the realm and service that it names.",
    "realm='https://…' service='…'",
    isBasic
      ? `auth | ${curl} -H @- -G --data-urlencode "service=$service"${scope} "$realm" |`
      : `${curl} -d grant_type=refresh_token -d client_id=curl --data-urlencode "service=$service"${scope} --data-urlencode refresh_token@password "$realm" |`,
    `  sed -n 's/.*"\\(access_\\)\\{0,1\\}token" *: *"\\([^"]*\\)".*/Authorization: Bearer \\2/p' |`,
    image ? `  ${show} -H @- ${asked}` : "  sed 's/ .*/ a token was given/'",
  ];
  const lines = [
    "# How the registry asks for a login.",
    `${show} ${quoted(ping)}`,
    ...(image ? [`accept='Accept: ${acceptHeader}'`, "# Without a login.", `${show} ${asked}`] : []),
    ...(secret ? login : []),
  ];
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
