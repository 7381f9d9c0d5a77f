import type { VerifyTarget } from "./target.ts";
import { acceptHeader } from "./tokenServer.ts";

/**
 * The exchange as lines for a POSIX shell with curl, for where this program can't send requests. The credential comes
 * from a file by standard input; arguments, which other users can see, contain no part of it.
 */
export function curlLines({ ping, image, secret, user, files }: VerifyTarget): string {
  const ca = files.find(({ key }) => key === "ca_file")?.text;
  const curl = `curl -sS${ca === undefined ? "" : ` --cacert ${quoted(ca)}`}`;
  const show = "-D - -o /dev/null";
  const accept = image ? ` -H 'Accept: ${acceptHeader}'` : "";
  const url = quoted(image?.url ?? ping);
  const scope = image ? ` --data-urlencode ${quoted(`scope=repository:${image.repository}:pull`)}` : "";
  const token = `sed -n 's/.*"\\(access_\\)\\{0,1\\}token" *: *"\\([^"]*\\)".*/Authorization: Bearer \\2/p'`;
  const lines = [
    "# How the registry asks for a login.",
    `${curl} ${show} ${quoted(ping)}`,
    ...(secret === undefined
      ? ["# There is no credential for this registry."]
      : [
          secret.kind === "basic"
            ? "# Write the password to the file password, readable only by you."
            : "# Write the identity token to the file password, readable only by you.",
          ...(secret.kind === "basic"
            ? [
                `auth() { printf 'Authorization: Basic %s\\n' "$(printf '%s:%s' ${quoted(user ?? "USER")} "$(cat password)" | base64 | tr -d '\\n')"; }`,
                "# If it asks for Basic:",
                `auth | ${curl} ${show} -H @-${accept}${image ? " -I" : ""} ${url}`,
              ]
            : []),
          "# If it asks for Bearer: fill in the realm and service that it names.",
          "realm='https://…' service='…'",
          secret.kind === "basic"
            ? `auth | ${curl} -H @- -G --data-urlencode "service=$service"${scope} "$realm" |`
            : `${curl} -d grant_type=refresh_token -d client_id=curl --data-urlencode "service=$service"${scope} --data-urlencode refresh_token@password "$realm" |`,
          image
            ? `  ${token} | ${curl} ${show} -H @-${accept} -I ${url}`
            : `  ${token} | sed 's/ .*/ a token was given/'`,
        ]),
  ];
  return `${lines.join("\n")}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
