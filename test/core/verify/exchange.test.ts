import assert from "node:assert/strict";
import type { VerdictKind } from "../../../src/core/verify/verdict.ts";
import { fileFor, type Script, scripted, secret, targetIn } from "./scripted.ts";

const basic = { status: 401, challenge: 'Basic realm="Registry"' };
/** The challenge of a token server. */
const bearer = (realm: string, service = "registry", more = ""): object => ({
  status: 401,
  challenge: `Bearer realm="${realm}",service="${service}"${more}`,
});
const errors = (code: string, message = "x"): object => ({ errors: [{ code, message }] });
const insufficient = { status: 401, challenge: 'Bearer realm="r",error="insufficient_scope"' };

const google = { ping: bearer("https://europe-docker.pkg.dev/v2/token", "europe-docker.pkg.dev") };
const hub = { ping: bearer("https://auth.docker.io/token", "registry.docker.io") };
const ghcr = { ping: bearer("https://ghcr.io/token", "ghcr.io", ',scope="repository:user/image:pull"') };
const acr = { ping: bearer("https://shop.azurecr.io/oauth2/token", "shop.azurecr.io") };
const harbor = { ping: bearer("https://harbor.example.com/service/token", "harbor-registry") };
const gitlab = { ping: bearer("https://gitlab.example.com/jwt/auth", "container_registry") };
const quay = { ping: bearer("https://quay.io/v2/auth", "quay.io") };
const ecr = {
  ping: {
    status: 401,
    challenge: 'Basic realm="https://1.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com"',
  },
};
const ecrHost = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const ecrPublic = { ping: bearer("https://public.ecr.aws/token/", "public.ecr.aws") };
const nexus = { ping: { status: 401, challenge: 'BASIC realm="Sonatype Nexus Repository Manager"' } };
const own = { ping: bearer("https://registry.example.com/token") };
const denied403 = { status: 403, body: errors("DENIED", "denied") };

type Row = readonly [what: string, where: string, script: Script, verdict: VerdictKind, reason?: RegExp];

/** `HOST`, or `HOST/IMAGE`. */
const table: readonly Row[] = [
  // Google
  [
    "Google: a valid key",
    "europe-docker.pkg.dev",
    { ...google, "token+": 200 },
    "accepted",
    /europe-docker\.pkg\.dev accepts/,
  ],
  ["Google: a deleted key", "europe-docker.pkg.dev", { ...google, "token+": 401 }, "refused", /deleted or disabled/],
  ["Google: a key that is not JSON", "europe-docker.pkg.dev", { ...google, "token+": 400 }, "refused"],
  [
    "Google: an image that the account can pull",
    "europe-docker.pkg.dev/p/r/app",
    { ...google, "token scope": 403, "token scope+": 200, "HEAD+": 200 },
    "may-pull",
    /manifest of p\/r\/app:latest/,
  ],
  [
    "Google: no permission",
    "europe-docker.pkg.dev/p/r/app",
    {
      ...google,
      "token scope": 403,
      "token scope+": {
        status: 403,
        body: errors(
          "DENIED",
          'Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p"',
        ),
      },
      "token+": 200,
    },
    "no-right",
    /artifactregistry\.reader.*downloadArtifacts/,
  ],
  [
    "Google: the key was not used",
    "gcr.io/p/app",
    {
      ping: bearer("https://gcr.io/v2/token", "gcr.io"),
      "token scope": 403,
      "token scope+": {
        status: 403,
        body: errors("DENIED", "Unauthenticated request. Unauthenticated requests do not have permission"),
      },
    },
    "refused",
    /Unauthenticated request/,
  ],
  [
    "Google: no tag of that name",
    "gcr.io/p/app:v9",
    {
      ping: bearer("https://gcr.io/v2/token", "gcr.io"),
      "token scope": 403,
      "token scope+": 200,
      "HEAD+": 404,
      "GET+": { status: 404, body: errors("MANIFEST_UNKNOWN") },
    },
    "may-pull",
    /gcr\.io has no p\/app:v9/,
  ],
  // Docker Hub
  ["Hub: a valid token", "docker.io", { ...hub, "token+": 200 }, "accepted"],
  [
    "Hub: a wrong password",
    "docker.io",
    { ...hub, "token+": { status: 401, body: { details: "incorrect username or password" } } },
    "refused",
    /auth\.docker\.io does not accept.*access token.*incorrect username/,
  ],
  [
    "Hub: too many logins",
    "docker.io",
    { ...hub, "token+": { status: 429, body: { details: "too many failed login attempts" } } },
    "unknown",
    /rate/,
  ],
  [
    "Hub: a private image",
    "docker.io/shop/app",
    { ...hub, "token scope": 200, "HEAD~": insufficient, "token scope+": 200, "HEAD+": 200 },
    "may-pull",
  ],
  [
    "Hub: a public image",
    "docker.io/library/nginx",
    { ...hub, "token scope": 200, "HEAD~": 200, "token scope+": 200, "HEAD+": 200 },
    "public",
    /library\/nginx can be pulled without.*login itself was accepted/,
  ],
  [
    "Hub: another's private image",
    "docker.io/other/app",
    { ...hub, "token scope": 200, "HEAD~": insufficient, "token scope+": 200, "HEAD+": insufficient, "token+": 200 },
    "no-right",
    /registry-1\.docker\.io accepts the credential, but refuses other\/app.*does not exist/,
  ],
  [
    "Hub: a wrong password for a public image",
    "docker.io/library/nginx",
    { ...hub, "token scope": 200, "HEAD~": 200, "token scope+": 401 },
    "refused",
  ],
  [
    "Hub: the pull limit",
    "docker.io/library/nginx",
    { ...hub, "token scope": 200, "HEAD~": { status: 429, headers: { "ratelimit-limit": "100;w=21600" } } },
    "unknown",
    /limits the rate/,
  ],
  // GitHub
  ["GHCR: a valid token", "ghcr.io", { ...ghcr, "token+": 200, token: 403 }, "accepted"],
  [
    "GHCR: a token server that asks nobody",
    "ghcr.io",
    { ...ghcr, "token+": 200, token: 200 },
    "public",
    /without a credential too/,
  ],
  ["GHCR: a wrong token", "ghcr.io", { ...ghcr, "token+": denied403 }, "refused", /read:packages/],
  [
    "GHCR: a private image",
    "ghcr.io/o/app",
    { ...ghcr, "token scope": 401, "token scope+": 200, "HEAD+": 200 },
    "may-pull",
  ],
  [
    "GHCR: no access to the package",
    "ghcr.io/o/app",
    { ...ghcr, "token scope": 401, "token scope+": denied403, "token+": 200, token: 403 },
    "no-right",
    /access to the package/,
  ],
  [
    "GHCR: an expired token and an image",
    "ghcr.io/o/app",
    { ...ghcr, "token scope": 401, "token scope+": denied403, "token+": denied403 },
    "refused",
  ],
  [
    "GHCR: a rate limit after a refusal",
    "ghcr.io/o/app",
    { ...ghcr, "token scope": 401, "token scope+": denied403, "token+": 429 },
    "unknown",
    /limits the rate/,
  ],
  [
    "GHCR: a token that the registry refuses",
    "ghcr.io/o/app",
    {
      ...ghcr,
      "token scope": 401,
      "token scope+": 200,
      "HEAD+": 403,
      "GET+": denied403,
      "token+": 200,
      token: 200,
    },
    "refused",
    /does not say whether/,
  ],
  // Amazon
  ["ECR: a valid password", ecrHost, { ...ecr, "ping+": 200 }, "accepted"],
  [
    "ECR: an expired password",
    ecrHost,
    { ...ecr, "ping+": { status: 403, body: "Your authorization token has expired. Reauthenticate and try again." } },
    "refused",
    /12 hours/,
  ],
  ["ECR: an image", `${ecrHost}/app`, { ...ecr, HEAD: ecr.ping, "ping+": 200, "HEAD+": 200 }, "may-pull"],
  [
    "ECR: another account's image",
    `${ecrHost}/app`,
    {
      ...ecr,
      HEAD: ecr.ping,
      "ping+": 200,
      "HEAD+": 403,
      "GET+": { status: 403, body: errors("DENIED", "User is not authorized to perform: ecr:BatchGetImage") },
    },
    "no-right",
    /ecr:BatchGetImage/,
  ],
  [
    "ECR: a password that expires in between",
    `${ecrHost}/app`,
    {
      ...ecr,
      HEAD: ecr.ping,
      "ping+": 200,
      "HEAD+": 403,
      "GET+": { status: 403, body: "Your Authorization Token has expired" },
    },
    "refused",
  ],
  ["ECR Public: an expired password", "public.ecr.aws", { ...ecrPublic, "token+": 400 }, "refused", /12 hours/],
  ["ECR Public: everybody gets a token", "public.ecr.aws", { ...ecrPublic, "token+": 200, token: 200 }, "public"],
  // Azure
  ["ACR: a valid token", "shop.azurecr.io", { ...acr, "token+": 200 }, "accepted"],
  [
    "ACR: a wrong password",
    "shop.azurecr.io",
    { ...acr, "token+": { status: 401, body: errors("UNAUTHORIZED", "authentication required") } },
    "refused",
    /expired/,
  ],
  [
    "ACR: no right",
    "shop.azurecr.io/app",
    { ...acr, "token scope": 401, "token scope+": 200, "HEAD+": insufficient, "token+": 200 },
    "no-right",
    /AcrPull/,
  ],
  // Harbor
  ["Harbor: a valid robot", "harbor.example.com", { ...harbor, "token+": 200, token: 401 }, "accepted"],
  ["Harbor: a wrong robot", "harbor.example.com", { ...harbor, "token+": 401 }, "refused", /robot\$/],
  [
    "Harbor: no right, with a token of no access",
    "harbor.example.com/shop/app",
    { ...harbor, "token scope": 200, "HEAD~": 401, "token scope+": 200, "HEAD+": 401, "token+": 200, token: 401 },
    "no-right",
  ],
  [
    "Harbor: a wrong robot that gets a token of no access",
    "harbor.example.com/shop/app",
    { ...harbor, "token scope": 200, "HEAD~": 401, "token scope+": 200, "HEAD+": 401, "token+": 401 },
    "refused",
    /does not accept the credential.*robot\$/,
  ],
  [
    "Harbor: a public project",
    "harbor.example.com/library/app",
    { ...harbor, "token scope": 200, "HEAD~": 200, "token scope+": 200, "HEAD+": 200 },
    "public",
  ],
  // GitLab
  ["GitLab: a valid deploy token", "registry.example.com", { ...gitlab, "token+": 200 }, "accepted"],
  [
    "GitLab: a wrong token",
    "registry.example.com",
    { ...gitlab, "token+": { status: 403, body: errors("DENIED", "access forbidden") } },
    "refused",
    /read_registry/,
  ],
  [
    "GitLab: no access to the project",
    "registry.example.com/g/app",
    {
      ...gitlab,
      "token scope": 403,
      "token scope+": { status: 403, body: errors("DENIED", "access forbidden") },
      "token+": 200,
    },
    "no-right",
    /access to the project/,
  ],
  // Quay
  [
    "Quay: a wrong robot",
    "quay.io",
    { ...quay, "token+": { status: 401, body: { error: "Could not find robot" } } },
    "refused",
    /ORGANIZATION\+NAME/,
  ],
  [
    "Quay: a private image",
    "quay.io/o/app",
    { ...quay, "token scope": 401, "token scope+": 200, "HEAD+": 200 },
    "may-pull",
  ],
  [
    "Quay: an image that is hidden or missing",
    "quay.io/o/app",
    {
      ...quay,
      "token scope": 200,
      "HEAD~": 401,
      "token scope+": 200,
      "HEAD+": 404,
      "GET+": { status: 404, body: errors("NAME_UNKNOWN") },
      "token+": 200,
    },
    "no-right",
    /knows no o\/app, or hides it/,
  ],
  // Nexus and Artifactory
  ["Nexus: a valid user", "nexus.example.com:8083", { ...nexus, "ping+": 200 }, "accepted"],
  ["Nexus: a wrong user", "nexus.example.com:8083", { ...nexus, "ping+": 401 }, "refused", /Docker realm/],
  ["Nexus: anonymous pull", "nexus.example.com:8083/app", { ping: 200, HEAD: 200 }, "public"],
  [
    "Artifactory: anonymous at /v2/ alone",
    "docker.example.com/app",
    { ping: 200, HEAD: basic, "ping+": 200, "HEAD+": 200 },
    "may-pull",
  ],
  [
    "Artifactory: anonymous at /v2/ alone, and a wrong user",
    "docker.example.com/app",
    { ping: 200, HEAD: basic, "ping+": 401 },
    "refused",
  ],
  [
    "Artifactory: a registry that accepts any user at /v2/",
    "docker.example.com/app",
    { ping: 200, HEAD: basic, "ping+": 200, "HEAD+": 401 },
    "refused",
    /does not say whether/,
  ],
  // docker-registry
  ["htpasswd: a valid user", "registry.example.com", { ping: basic, "ping+": 200 }, "accepted"],
  ["htpasswd: a wrong user", "registry.example.com", { ping: basic, "ping+": 401 }, "refused"],
  [
    "htpasswd: no image of that name",
    "registry.example.com/app",
    { ping: basic, HEAD: basic, "ping+": 200, "HEAD+": 404, "GET+": { status: 404, body: errors("MANIFEST_UNKNOWN") } },
    "may-pull",
  ],
  [
    "a token server whose tokens name the user",
    "registry.example.com",
    { ...own, "token+": { body: { token: `eyJ.${Buffer.from('{"sub":"robot"}').toString("base64url")}.x` } } },
    "accepted",
  ],
  [
    "an access_token",
    "registry.example.com",
    { ...own, "token+": { body: { access_token: "mine" } }, token: 401 },
    "accepted",
  ],
  [
    "Bearer beside Basic",
    "registry.example.com",
    {
      ping: { status: 401, challenge: 'Basic realm="a", Bearer realm="https://registry.example.com/token"' },
      "token+": 401,
    },
    "refused",
  ],
  // What says nothing
  [
    "no registry",
    "www.example.com",
    { ping: { status: 404, body: "<html>" } },
    "unknown",
    /does not answer as a registry: 404/,
  ],
  [
    "a web page",
    "www.example.com",
    { ping: { status: 200, body: "<!doctype html>" } },
    "unknown",
    /does not answer as a registry/,
  ],
  [
    "a registry that is open",
    "registry.example.com",
    { ping: { status: 200, body: "{}" } },
    "public",
    /asks for no login/,
  ],
  [
    "another scheme",
    "registry.example.com",
    { ping: { status: 401, challenge: 'Digest realm="a"' } },
    "unknown",
    /only Basic and Bearer/,
  ],
  [
    "a redirect",
    "registry.example.com",
    { ping: { status: 307, headers: { location: "https://evil.example.net/v2/" } } },
    "unknown",
    /redirects to evil\.example\.net/,
  ],
  ["a registry in trouble", "registry.example.com", { ping: 503 }, "unknown", /503/],
  ["a token server in trouble", "registry.example.com", { ...own, "token+": 502 }, "unknown", /502/],
  [
    "a token server without tokens",
    "registry.example.com",
    { ...own, "token+": { body: "{}" } },
    "unknown",
    /no token/,
  ],
  [
    "a token that is no header",
    "registry.example.com",
    { ...own, "token+": { body: { token: "a\r\nb" } } },
    "unknown",
    /no token/,
  ],
  [
    "plain http at an https port",
    "registry.example.com",
    { ping: { status: 400, body: "Client sent an HTTP request to an HTTPS server." } },
    "unknown",
    /needs https/,
  ],
  [
    "a name that is not known",
    "registry.example.com",
    { ping: { failure: "no-such-host" } },
    "unknown",
    /name registry\.example\.com is not known here/,
  ],
  ["an unknown authority", "registry.example.com", { ping: { failure: "unknown-authority" } }, "unknown", /ca_file/],
  [
    "a time-out at the token server",
    "registry.example.com",
    { ...own, "token+": { failure: "timeout" } },
    "unknown",
    /did not answer in time/,
  ],
  [
    "an image that is missing for everybody",
    "registry.example.com/app",
    { ping: 200, HEAD: 404 },
    "unknown",
    /never sends a credential/,
  ],
  // Hostile realms
  [
    "a realm that is a file",
    "registry.example.com",
    { ping: bearer("file:///etc/passwd") },
    "unknown",
    /not a URL of http or https/,
  ],
  [
    "a realm with a user",
    "registry.example.com",
    { ping: bearer("https://a:b@registry.example.com/token") },
    "unknown",
    /contains a user/,
  ],
  ["a realm that is no URL", "registry.example.com", { ping: bearer("//registry.example.com") }, "unknown"],
  ["no realm", "registry.example.com", { ping: { status: 401, challenge: "Bearer" } }, "unknown"],
];

const split = (where: string): { host?: string; image?: string } =>
  where.includes("/") ? { image: where } : { host: where };

describe("verifying a credential", () => {
  it("is tried with at least 40 answers", () => assert.ok(table.length >= 40));

  for (const [what, where, script, verdict, reason] of table)
    it(`finds ${verdict}: ${what}`, async () => {
      const host = where.split("/")[0] ?? "";
      const found = await scripted(targetIn(fileFor(host), split(where)), script);
      assert.equal(found.verdict, verdict, found.reasons.join(" "));
      if (reason) assert.match(found.reasons.join(" "), reason);
      assert.ok(found.reasons.length > 0);
      assert.deepEqual(Object.keys(script).length, new Set(found.requests.map((one) => JSON.stringify(one))).size);
      const shown = JSON.stringify([found.reasons, found.steps]);
      for (const part of [secret, btoa(`robot:${secret}`), "undefined"]) assert.ok(!shown.includes(part), shown);
      for (const { url } of found.requests) assert.doesNotMatch(url, /push|user%2Fimage|user\/image/);
      assert.ok(found.requests.length <= 8);
    });
});

describe("the requests", () => {
  it("ask for the repository's pull alone, with an Accept for the manifest", async () => {
    const script = { ...ghcr, "token scope": 401, "token scope+": 200, "HEAD+": 200 };
    const { requests, steps } = await scripted(targetIn(fileFor("ghcr.io"), { image: "ghcr.io/o/app:1" }), script);
    assert.deepEqual(
      requests.map(({ method, url }) => `${method} ${url}`),
      [
        "GET https://ghcr.io/v2/",
        "GET https://ghcr.io/token?service=ghcr.io&scope=repository%3Ao%2Fapp%3Apull",
        "GET https://ghcr.io/token?service=ghcr.io&scope=repository%3Ao%2Fapp%3Apull",
        "HEAD https://ghcr.io/v2/o/app/manifests/1",
      ],
    );
    assert.deepEqual(
      requests.map(({ headers }) => headers["authorization"]),
      [undefined, undefined, `Basic ${btoa(`robot:${secret}`)}`, "Bearer mine"],
    );
    assert.match(requests[3]?.headers["accept"] ?? "", /oci\.image\.index.*\*\/\*/);
    assert.deepEqual(steps[2], { method: "GET", url: "https://ghcr.io/token", withCredential: true, status: 200 });
  });

  it("add no query to the address of a token server that names no service", async () => {
    const ping = { status: 401, challenge: `Bearer realm="https://registry.example.com/token"` };
    const target = targetIn(fileFor("registry.example.com"), { host: "registry.example.com" });
    const { requests } = await scripted(target, { ping, "token+": 401 });
    assert.equal(requests[1]?.url, "https://registry.example.com/token");
    const query = { status: 401, challenge: `Bearer realm="https://registry.example.com/token?a=b",service="s"` };
    const more = await scripted(target, { ping: query, "token+": 401 });
    assert.equal(more.requests[1]?.url, "https://registry.example.com/token?a=b&service=s");
    assert.equal(more.steps[1]?.url, "https://registry.example.com/token");
  });

  it("send an identity token by POST, and to no registry with Basic", async () => {
    const file = fileFor("shop.azurecr.io", `identity_token: ${secret}`);
    const target = targetIn(file, { host: "shop.azurecr.io" });
    const { verdict, requests } = await scripted(target, { ...acr, "token+": 200 });
    assert.equal(verdict, "accepted");
    assert.equal(requests[1]?.method, "POST");
    assert.equal(requests[1]?.url, "https://shop.azurecr.io/oauth2/token");
    assert.equal(
      requests[1]?.body,
      `grant_type=refresh_token&service=shop.azurecr.io&client_id=k3s-registries&refresh_token=${secret}`,
    );
    assert.equal((await scripted(target, { ...acr, "token+": 400 })).verdict, "refused");
    const refused = await scripted(target, { ping: basic });
    assert.equal(refused.verdict, "refused");
    assert.equal(refused.requests.length, 1);
  });

  it("follow the plan of the pull: mirror, rewritten repository, ns, the credential of that host", async () => {
    const file = `mirrors:
  docker.io:
    endpoint: ["http://mirror.example.com:5000/v2/cache"]
    rewrite: {"^library/(.*)": "hub/$1"}
${fileFor("mirror.example.com:5000")}  docker.io:
    auth: {username: other, password: other}
`;
    const target = targetIn(file, { image: "nginx:1.27" });
    const script = { ping: basic, HEAD: basic, "ping+": 200, "HEAD+": 200 };
    const { verdict, requests } = await scripted(target, script);
    assert.equal(verdict, "may-pull");
    assert.deepEqual(
      requests.map(({ method, url }) => `${method} ${url}`),
      [
        "GET http://mirror.example.com:5000/v2/",
        "HEAD http://mirror.example.com:5000/v2/cache/hub/nginx/manifests/1.27?ns=docker.io",
        "GET http://mirror.example.com:5000/v2/",
        "HEAD http://mirror.example.com:5000/v2/cache/hub/nginx/manifests/1.27?ns=docker.io",
      ],
    );
    assert.equal(requests[3]?.headers["authorization"], `Basic ${btoa(`robot:${secret}`)}`);
    assert.equal(target.image?.name, "cache/hub/nginx:1.27");
    assert.equal(targetIn(file, { host: "mirror.example.com:5000" }).ping, "http://mirror.example.com:5000/v2/");
  });

  it("go on without a credential where the file has none for the host", async () => {
    const target = targetIn("", { image: "nginx" });
    const open = await scripted(target, { ...hub, "token scope": 200, "HEAD~": 200 });
    assert.equal(open.verdict, "public");
    assert.match(open.reasons.join(" "), /and none is set/);
    const closed = await scripted(target, { ...hub, "token scope": 200, "HEAD~": insufficient });
    assert.equal(closed.verdict, "refused");
    assert.match(closed.reasons.join(" "), /containerd sends none.*"configs" has no entry/);
  });
});

describe("a token server", () => {
  const asked = async (realm: string, file = fileFor("registry.example.com")) => {
    let warning: string | undefined;
    const found = await scripted(
      targetIn(file, { host: "registry.example.com" }),
      { ping: bearer(realm) },
      async (...args) => {
        [{ warning }] = args as unknown as [{ warning: string }];
        return false;
      },
    );
    assert.ok(found.requests.every(({ headers }) => headers["authorization"] === undefined));
    return { ...found, warning };
  };

  it("on another host, or by plain http, gets nothing before it is asked for", async () => {
    const other = await asked("https://tokens.example.net/token");
    assert.match(other.warning ?? "", /another host, tokens\.example\.net/);
    assert.equal(other.requests.length, 1);
    assert.equal(other.verdict, "unknown");
    assert.match(other.reasons.join(" "), /the credential was not sent/);
    assert.match((await asked("http://registry.example.com/token")).warning ?? "", /plain http/);
    assert.match((await asked("https://registry.example.com:8443/token")).warning ?? "", /another host/);
    const both = (await asked("http://registry.example.com.evil.example.net/token")).warning ?? "";
    assert.match(both, /another host.*plain http/);
  });

  it("on the registry's own host needs no second question", async () => {
    const never = (): Promise<boolean> => assert.fail("asked");
    const target = targetIn(fileFor("registry.example.com"), { host: "registry.example.com" });
    assert.equal((await scripted(target, { ...own, "token+": 200, token: 401 }, never)).verdict, "accepted");
    const plain = `mirrors: {docker.io: {endpoint: ["http://registry.example.com"]}}\n${fileFor("registry.example.com")}`;
    const realm = { ping: bearer("http://registry.example.com/token"), "token+": 401 };
    const http = targetIn(plain, { host: "registry.example.com" });
    assert.equal((await scripted(http, realm, never)).verdict, "refused");
  });

  it("is not reached by plain http where the registry may be", async () => {
    const tls = "    tls: {insecure_skip_verify: true}\n";
    const mirror = `mirrors: {docker.io: {endpoint: ["http://registry.example.com:5000"]}}\n`;
    const target = targetIn(`${mirror}${fileFor("registry.example.com:5000")}${tls}`, {
      host: "registry.example.com:5000",
    });
    assert.ok(target.mayBePlain);
    const noTls = { failure: "no-tls" } as const;
    const realm = bearer("https://registry.example.com:5000/token");
    const stopped = await scripted(target, { ping: realm, "token+": noTls });
    assert.deepEqual(
      stopped.steps.map(({ url }) => url),
      ["https://registry.example.com:5000/v2/", "https://registry.example.com:5000/token"],
    );
    const both = await scripted(target, { ping: noTls });
    assert.deepEqual(
      both.steps.map(({ url }) => url),
      ["https://registry.example.com:5000/v2/", "http://registry.example.com:5000/v2/"],
    );
  });

  it("of Docker Hub needs no second question", async () => {
    const never = (): Promise<boolean> => assert.fail("asked");
    const target = targetIn(fileFor("docker.io"), { host: "docker.io" });
    assert.equal((await scripted(target, { ...hub, "token+": 200 }, never)).verdict, "accepted");
  });
});

describe("what a server says", () => {
  const saying = async (message: string): Promise<string> => {
    const body = errors("DENIED", message);
    const target = targetIn(fileFor("registry.example.com"), { host: "registry.example.com" });
    return (await scripted(target, { ping: basic, "ping+": { status: 401, body } })).reasons.join(" ");
  };

  it("is quoted in one line, without what may be a secret", async () => {
    assert.match(await saying("no\r\nsuch\u001b[31m user"), /The answer says: "no such \[31m user"/);
    for (const echo of [secret, `x${secret}y`, encodeURIComponent(secret), btoa(`robot:${secret}`)])
      assert.ok(!(await saying(`wrong: ${echo}`)).includes("wrong"), echo);
    assert.doesNotMatch(await saying(`token ghp_${"Ab1".repeat(12)} is wrong`), /ghp_/);
    assert.ok((await saying("x y ".repeat(5000))).length < 400);
  });
});

describe("what can't be verified", () => {
  it("is refused before a request", async () => {
    const { hostTarget } = await import("../../../src/core/verify/target.ts");
    const { openRegistries } = await import("../../../src/core/file/openRegistries.ts");
    const problem = (text: string, host: string): string => {
      const made = hostTarget(openRegistries(text), host, {});
      return made.ok ? "" : made.problem;
    };
    assert.match(problem(fileFor("*"), "*"), /not a plain host name/);
    assert.match(problem(fileFor("a b"), "a b"), /not a plain host name/);
    assert.match(problem("configs: {a.example.com: {auth: {auth: '!!'}}}\n", "a.example.com"), /can't read "auth"/);
    assert.match(
      problem("configs: {a.example.com: {auth: {username: u, password: '{{ pw }}'}}}\n", "a.example.com"),
      /filled in by another tool/,
    );
    assert.match(problem("configs: {a.example.com: {tls: {cert_file: /a}}}\n", "a.example.com"), /tries no registry/);
    assert.match(problem("configs: [\n", "a.example.com"), /can't read this file/);
  });
});
