import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { parseImage } from "../../../src/core/images/reference.ts";
import { curlLines } from "../../../src/core/verify/curl.ts";
import { type NodeHttp, nodeSend } from "../../../src/core/verify/nodeSend.ts";
import { type FailureKind, failureOf, maxBody } from "../../../src/core/verify/send.ts";
import { deliversImage, planLines, verificationLines } from "../../../src/core/verify/subject.ts";
import { imageTargets } from "../../../src/core/verify/target.ts";
import type { VerdictKind } from "../../../src/core/verify/verdict.ts";
import { fileFor, scripted, secret, targetIn } from "./scripted.ts";

const host = "registry.example.com";

describe("what is shown of a check", () => {
  const planOf = (auth: string, more = ""): readonly string[] =>
    planLines({ target: targetIn(`${more}${fileFor(host, auth)}`, { host }) });

  it("is, before it, what goes where", () => {
    const server = `also to its token server, if that is ${host}`;
    const address = `https://${host}/v2/`;
    assert.deepEqual(planOf(`username: robot, password: ${secret}`), [address, `with user robot; ${server}`]);
    assert.deepEqual(planOf(`identity_token: ${secret}`), [address, `with an identity token; ${server}`]);
    assert.deepEqual(planOf(`auth: ${btoa(`:${secret}`)}`), [address, `with an identity token; ${server}`]);
    assert.deepEqual(planOf(`username: ghp_${"Ab1".repeat(12)}, password: x`), [
      address,
      `with a user and password; ${server}`,
    ]);
    const plain = `mirrors:\n  docker.io:\n    endpoint: ["http://${host}"]\n`;
    assert.match(planOf("username: robot, password: x", plain).join(), /^http:.*with user robot, by plain http;/);
    assert.match(
      planLines({ target: targetIn(fileFor("docker.io"), { host: "docker.io" }) }).join(),
      /auth\.docker\.io$/,
    );
    assert.deepEqual(planLines({ target: targetIn("", { image: "quay.io/o/app" }) }), [
      "https://quay.io/v2/",
      "https://quay.io/v2/o/app/manifests/latest",
      "without a credential",
    ]);
  });

  it("is, after it, the verdict, why, and each request", async () => {
    const target = targetIn(fileFor(host), { image: `${host}/o/app:1` });
    const basic = { status: 401, challenge: "Basic" };
    const found = await scripted(target, { ping: basic, HEAD: basic, "ping+": 200, "HEAD+": { failure: "timeout" } });
    assert.deepEqual(verificationLines({ target }, found, "this computer"), [
      `${host} o/app:1: unknown from this computer`,
      `${host} did not answer in time.`,
      `GET https://${host}/v2/: 401`,
      `HEAD https://${host}/v2/o/app/manifests/1: 401`,
      `GET https://${host}/v2/ with the credential: 200`,
      `HEAD https://${host}/v2/o/app/manifests/1 with the credential: no answer`,
    ]);
  });

  it("ends at the first registry that gives the image", () => {
    const image = { target: targetIn("", { image: "nginx" }) };
    const found = (verdict: VerdictKind) => ({ verdict, reasons: [], steps: [] });
    assert.ok(deliversImage(image, found("public")) && deliversImage(image, found("may-pull")));
    for (const verdict of ["accepted", "no-right", "refused", "unknown"] as const)
      assert.ok(!deliversImage(image, found(verdict)));
    assert.ok(!deliversImage({ target: targetIn(fileFor(host), { host }) }, found("public")));
  });

  it("is no check of a node's own registry", () => {
    const image = parseImage("nginx");
    assert.ok(image.ok);
    const options = { embeddedRegistry: true, disableDefaultEndpoint: true };
    const made = imageTargets(openRegistries("mirrors: {docker.io: }\n"), image.image, options);
    assert.ok(!made.ok && /Only the node's own registry/.test(made.problem));
  });
});

describe("the commands for curl", () => {
  it("ask for a token by POST with an identity token, which is in no argument", () => {
    const lines = curlLines(
      targetIn(fileFor("shop.azurecr.io", `identity_token: ${secret}`), { host: "shop.azurecr.io" }),
    );
    assert.match(lines, /-d grant_type=refresh_token .* --data-urlencode refresh_token@password "\$realm" \|\n {2}sed/);
    assert.doesNotMatch(lines, new RegExp(`${secret}|Basic %s|scope=`));
  });

  it("quote what could end a word, and name the certificate", () => {
    const file = `${fileFor(host, `username: "o'neil", password: x`)}    tls: {ca_file: /etc/a b.pem}\n`;
    const lines = curlLines(targetIn(file, { image: `${host}/o/app` }));
    assert.match(lines, /--cacert '\/etc\/a b\.pem'/);
    assert.doesNotMatch(lines, /'o'neil'/);
    assert.match(lines, /--data-urlencode 'scope=repository:o\/app:pull' "\$realm"/);
  });
});

describe("a request without an answer", () => {
  const codes: Readonly<Record<string, FailureKind>> = {
    ENOTFOUND: "no-such-host",
    EAI_AGAIN: "no-such-host",
    ECONNREFUSED: "connection-refused",
    EHOSTUNREACH: "unreachable",
    ENETUNREACH: "unreachable",
    ETIMEDOUT: "timeout",
    TimeoutError: "timeout",
    AbortError: "cancelled",
    ECONNRESET: "connection-broken",
    EPIPE: "connection-broken",
    DEPTH_ZERO_SELF_SIGNED_CERT: "unknown-authority",
    SELF_SIGNED_CERT_IN_CHAIN: "unknown-authority",
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: "unknown-authority",
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "unknown-authority",
    ERR_TLS_CERT_ALTNAME_INVALID: "other-name",
    CERT_HAS_EXPIRED: "expired",
    CERT_NOT_YET_VALID: "expired",
    ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: "client-certificate",
    ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: "client-certificate",
    ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: "client-certificate",
    ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: "client-certificate",
    ERR_OSSL_X509_KEY_VALUES_MISMATCH: "client-certificate",
    ERR_OSSL_BAD_DECRYPT: "client-certificate",
    ERR_OSSL_PEM_NO_START_LINE: "client-certificate",
    ERR_SSL_WRONG_VERSION_NUMBER: "no-tls",
    EPROTO: "no-tls",
    HPE_HEADER_OVERFLOW: "headers-too-large",
    HPE_INVALID_CONSTANT: "not-http",
    EMFILE: "other",
    XECONNRESET: "other",
  };
  for (const [code, kind] of Object.entries(codes))
    it(`is told apart: ${code}`, () => assert.equal(failureOf(code), kind));

  /** Sends with a module of Node that does what a test says. */
  const sent = (does: (events: Map<string, (value?: unknown) => void>, answer: (with_: object) => void) => void) => {
    const options: object[] = [];
    const http: NodeHttp = {
      request(_, given, onAnswer) {
        options.push(given);
        const events = new Map<string, (value?: unknown) => void>();
        const on = (event: string, listener: (value?: never) => void): void =>
          void events.set(event, listener as (value?: unknown) => void);
        queueMicrotask(() => does(events, (one) => onAnswer({ statusCode: 200, headers: {}, on, ...one } as never)));
        return { on, end: () => {}, destroy: () => events.get("close")?.() } as never;
      },
    };
    const trusted = { ca: undefined, cert: "C", key: "K", skipVerification: false };
    const send = nodeSend({ http, https: http }, trusted, () => ({ aborted: false }));
    const request = { method: "GET", url: "https://a/", headers: { "x-a": "b" } } as const;
    return send(request).then((answer) => ({ answer, options: options[0] }));
  };

  it("is one that breaks off, by the first address where there are several", async () => {
    assert.deepEqual((await sent((events) => events.get("error")?.({ code: "EPIPE" }))).answer, {
      failure: "connection-broken",
    });
    const several = { name: "AggregateError", errors: [{ code: "ECONNREFUSED" }, { code: "ENETUNREACH" }] };
    assert.deepEqual((await sent((events) => events.get("error")?.(several))).answer, {
      failure: "connection-refused",
    });
    const cut = await sent((events, answer) => {
      answer({});
      events.get("close")?.();
    });
    assert.deepEqual(cut.answer, { failure: "connection-broken" });
  });

  it("is not one whose body is too long: it is cut off", async () => {
    const { answer, options } = await sent((events, begin) => {
      begin({ statusCode: 401, headers: { "www-authenticate": ["a", "b"] } });
      for (let at = 0; at < 3; at++) events.get("data")?.(new Uint8Array(maxBody / 2 + 1).fill(97));
      events.get("end")?.();
    });
    assert.ok(!("failure" in answer));
    assert.equal(answer.body.length, maxBody);
    assert.deepEqual([answer.status, answer.headers], [401, { "www-authenticate": "a, b" }]);
    const { headers, signal, ...rest } = options as { readonly headers: object; readonly signal: object };
    assert.deepEqual(rest, { method: "GET", cert: "C", key: "K", rejectUnauthorized: true });
    assert.deepEqual(headers, { "x-a": "b", connection: "close", "accept-encoding": "identity" });
    assert.deepEqual(signal, { aborted: false });
  });
});
