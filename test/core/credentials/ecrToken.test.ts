import assert from "node:assert/strict";
import { convert } from "../../../src/core/convert/convert.ts";
import { credentialKind, readCredentials } from "../../../src/core/credentials/readCredentials.ts";
import { credentialsOf, fixture, leftOf, problemOf } from "./fixture.ts";

const folder = "ecr-token";

describe("a token of Amazon ECR", () => {
  it("of get-authorization-token has the registry, its end, and a password cut at the first colon alone", () => {
    const [credential, ...others] = credentialsOf(fixture(`${folder}/get-authorization-token.json`));
    assert.equal(others.length, 0);
    assert.equal(credential?.kind, "ecr-token");
    assert.deepEqual(credential?.auth, { username: "AWS", password: "fake:ecr:password-0123456789" });
    assert.deepEqual(credential?.hosts, ["123456789012.dkr.ecr.eu-central-1.amazonaws.com"]);
    assert.deepEqual(credential?.description, {
      account: "AWS",
      expires: Date.parse("2026-01-02T02:04:05Z") / 1000,
    });
  });

  it("is warned of: it ends after 12 hours, and the kubelet's credential provider is the way", () => {
    for (const name of ["get-authorization-token.json", "public.json", "get-login-password.txt"])
      for (const { warnings } of credentialsOf(fixture(`${folder}/${name}`)))
        assert.match(warnings.join(), /12 hours.*only at startup.*kubelet's credential provider for ECR/);
  });

  it("may be one of several, with times as numbers of seconds or milliseconds", () => {
    const text = fixture(`${folder}/several-registries.json`);
    const hosts = credentialsOf(text).map(({ hosts: [host], description }) => [host, description.expires]);
    const expires = 1767319445;
    assert.deepEqual(hosts, [
      ["123456789012.dkr.ecr.eu-central-1.amazonaws.com", expires],
      ["210987654321.dkr.ecr.us-east-1.amazonaws.com", expires],
    ]);
    const milliseconds = credentialsOf(text.replaceAll("1767319445.678", "1767319445678"));
    assert.deepEqual(milliseconds, credentialsOf(text));
  });

  it("of ECR Public is for public.ecr.aws", () => {
    const [credential] = credentialsOf(fixture(`${folder}/public.json`));
    assert.deepEqual(credential?.hosts, ["public.ecr.aws"]);
    assert.deepEqual(credential?.auth, { username: "AWS", password: "fake-ecr-public-password-0" });
  });

  it("is read of an answer that was cut down with --query, to the list or to one of it", () => {
    const text = fixture(`${folder}/query.json`);
    assert.deepEqual(credentialsOf(text)[0]?.hosts, ["123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"]);
    assert.deepEqual(credentialsOf(JSON.stringify(JSON.parse(text)[0])), credentialsOf(text));
  });

  it("may have lost its padding", () => {
    const token = btoa("AWS:fake-password");
    const answer = (authorizationToken: string): string =>
      JSON.stringify({ authorizationData: [{ authorizationToken }] });
    assert.ok(token.endsWith("="));
    assert.deepEqual(credentialsOf(answer(token.replace(/=+$/, ""))), credentialsOf(answer(token)));
    assert.deepEqual(credentialsOf(answer(token))[0]?.hosts, []);
  });

  it("may be the bare password of get-login-password, which names no registry", () => {
    const text = fixture(`${folder}/get-login-password.txt`);
    assert.deepEqual(credentialsOf(text)[0]?.auth, { username: "AWS", password: text.trim() });
    assert.deepEqual(credentialsOf(text)[0]?.hosts, []);
  });

  it("is refused when there is none, or a damaged one, which is left where another is whole", () => {
    assert.match(problemOf(fixture(`${folder}/empty.json`)), /no token/);
    assert.match(problemOf(fixture(`${folder}/damaged.json`)), /missing or damaged/);
    assert.match(
      problemOf('{"authorizationData": [{"proxyEndpoint": "https://x.example.com"}]}'),
      /missing or damaged/,
    );
    assert.equal(credentialKind('{"authorizationData": []}'), "ecr-token");
    const two = JSON.parse(fixture(`${folder}/several-registries.json`));
    two.authorizationData[1].authorizationToken = btoa("no colon");
    assert.equal(credentialsOf(JSON.stringify(two)).length, 1);
    assert.match(leftOf(JSON.stringify(two)).join(), /missing or damaged/);
  });

  it("is written with its registry", () => {
    const reading = readCredentials(fixture(`${folder}/get-authorization-token.json`));
    assert.ok(reading.ok);
    const assignments = reading.credentials.map((credential) => ({ credential, hosts: credential.hosts }));
    const conversion = convert({ assignments, mirrors: false });
    assert.ok(conversion.ok);
    assert.match(conversion.text, /123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com:\n.*auth:\n +username: AWS\n/s);
  });
});
