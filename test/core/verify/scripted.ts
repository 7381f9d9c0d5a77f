import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { parseImage } from "../../../src/core/images/reference.ts";
import { type Verification, verify } from "../../../src/core/verify/exchange.ts";
import type { Answer, Failure, FailureKind, Request } from "../../../src/core/verify/send.ts";
import { hostTarget, imageTargets, type VerifyTarget } from "../../../src/core/verify/target.ts";

/** An answer: a status, with a challenge, a body, or headers. */
export interface Scripted {
  readonly status?: number;
  readonly challenge?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly failure?: FailureKind;
}

/**
 * What a registry answers, by request: `ping`, `token` (with ` scope` for one of a repository), `HEAD` and `GET` of the
 * manifest. `+` follows a request with the credential or its token, `~` one with an anonymous token.
 */
export type Script = Readonly<Record<string, number | Scripted>>;

export const secret = "CANARY-s3cret";

/** The names of a request in a script. */
function nameOf({ method, url, headers, body }: Request): string {
  const authorization = headers["authorization"] ?? "";
  const mark = /mine$/.test(authorization) ? "+" : /anon$/.test(authorization) ? "~" : authorization ? "+" : "";
  if (/\/manifests\//.test(url)) return `${method}${mark}`;
  if (/\/v2\/$/.test(url)) return `ping${mark}`;
  const all = `${url}${body ?? ""}`;
  return `token${all.includes("scope=") ? " scope" : ""}${mark || (body === undefined ? "" : "+")}`;
}

/** Verifies a target against a script. A request that is not in it fails the test. */
export async function scripted(
  target: VerifyTarget,
  script: Script,
  confirm: () => Promise<boolean> = async () => true,
): Promise<Verification & { readonly requests: readonly Request[] }> {
  const requests: Request[] = [];
  const send = async (request: Request): Promise<Answer | Failure> => {
    requests.push(request);
    const name = nameOf(request);
    const answer = script[name];
    assert.ok(answer !== undefined, `${name}: ${request.method} ${request.url} is not expected`);
    const {
      status = 200,
      challenge,
      body,
      headers,
      failure,
    } = typeof answer === "number" ? { status: answer } : answer;
    if (failure) return { failure };
    const token = name.startsWith("token") && status === 200 && body === undefined;
    const text = token ? { token: name.endsWith("+") ? "mine" : "anon" } : (body ?? "");
    return {
      status,
      headers: { ...headers, ...(challenge === undefined ? {} : { "www-authenticate": challenge }) },
      body: request.method === "HEAD" ? "" : typeof text === "string" ? text : JSON.stringify(text),
    };
  };
  return { ...(await verify(target, { send, confirm })), requests };
}

/** The target of a host, or the first one of an image. */
export function targetIn(text: string, what: { readonly host?: string; readonly image?: string }): VerifyTarget {
  const file = openRegistries(text);
  if (what.image === undefined) {
    const made = hostTarget(file, what.host ?? "", {});
    assert.ok(made.ok, made.ok ? "" : made.problem);
    return made.target;
  }
  const image = parseImage(what.image);
  assert.ok(image.ok);
  const made = imageTargets(file, image.image, {});
  assert.ok(made.ok, made.ok ? "" : made.problem);
  assert.ok(made.targets[0]);
  return made.targets[0];
}

/** A file with a credential of a host. */
export function fileFor(host: string, auth = `username: robot, password: ${secret}`): string {
  return `configs:\n  "${host}":\n    auth: {${auth}}\n`;
}
