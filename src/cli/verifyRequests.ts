import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { FileField } from "../core/file/tls.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import type { Sign } from "../core/verify/googleKey.ts";
import { type NodeHttp, nodeSend, type TlsOptions } from "../core/verify/nodeSend.ts";
import type { Send } from "../core/verify/send.ts";
import type { VerifyTarget } from "../core/verify/target.ts";
import { fileProblem, type Output, printable, shownArgument } from "./command.ts";
import { readRegularFile } from "./fileBytes.ts";

/** The options that say what is trusted and how long is waited, for `readArguments`. */
export const requestOptions = {
  ca: { type: "string" },
  cert: { type: "string" },
  "cert-key": { type: "string" },
  insecure: { type: "boolean", default: false },
  timeout: { type: "string", default: "15" },
} as const;

export interface RequestValues {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly "cert-key"?: string | undefined;
  readonly insecure: boolean;
  readonly timeout: string;
}

const optionOf: Readonly<Record<FileField, "ca" | "cert" | "cert-key">> = {
  ca_file: "ca",
  cert_file: "cert",
  key_file: "cert-key",
};

/**
 * Returns a function that sends requests from this computer.
 *
 * @param target the registry whose TLS files count, where they are on this computer; `undefined` for Google
 * @throws UserProblem when a file can't be read
 */
export async function sender(
  target: VerifyTarget | undefined,
  values: RequestValues,
  cwd: string,
  output: Output,
): Promise<Send> {
  const seconds = Number(values.timeout);
  if (!(seconds > 0 && seconds <= 600)) throw new UserProblem("--timeout takes seconds, up to 600");
  const [http, https, tls] = await Promise.all([import("node:http"), import("node:https"), import("node:tls")]);
  const file = (field: FileField): string | undefined => {
    const named = values[optionOf[field]];
    if (named !== undefined) return pemIn(resolve(cwd, named), named);
    const written = target?.files.find(({ key }) => key === field);
    if (!written) return undefined;
    // Two slashes are a network share on Windows, and looking there would be a request of its own.
    if (written.text !== undefined && !/^[\\/]{2}/.test(written.text) && existsSync(written.text))
      return pemIn(written.text, written.text);
    output.note(
      `note: ${field} ${printable(written.text ?? "")} is not on this computer. Name a copy with --${optionOf[field]}.`,
    );
    return undefined;
  };
  const ca = file("ca_file");
  const { getCACertificates } = tls as { readonly getCACertificates?: (type: string) => readonly string[] };
  const trusted: TlsOptions = {
    // NODE_EXTRA_CA_CERTS is in the first list alone, which Node has since 22.15.
    ca: ca === undefined ? undefined : [...(getCACertificates?.("default") ?? tls.rootCertificates), ca],
    cert: file("cert_file"),
    key: file("key_file"),
    skipVerification: target?.skipsVerification === true && values.insecure,
  };
  if (target?.skipsVerification && !values.insecure && !target.isPlain)
    output.note(
      `note: containerd does not check the certificate of ${printable(target.host)}. It is checked here, unless --insecure is added.`,
    );
  const modules = { http: http as unknown as NodeHttp, https: https as unknown as NodeHttp };
  const send = nodeSend(modules, trusted, () => AbortSignal.timeout(seconds * 1000));
  return async (request) => {
    output.progress?.(`asking ${request.url.split("?")[0]}`);
    const answer = await send(request);
    output.progress?.(undefined);
    return answer;
  };
}

function pemIn(path: string, shown: string): string {
  try {
    const text = readRegularFile(path).toString("latin1");
    if (text.includes("-----BEGIN ")) return text;
  } catch (error) {
    throw fileProblem(error, shown);
  }
  throw new UserProblem(`${shownArgument(shown)}: this is not a PEM file`);
}

/** Signs with Node's cryptography, which is loaded when it is needed. */
export async function signer(): Promise<Sign> {
  const { sign } = await import("node:crypto");
  return (text, key) => {
    try {
      return sign("RSA-SHA256", Buffer.from(text), key).toString("base64url");
    } catch {
      return undefined;
    }
  };
}
