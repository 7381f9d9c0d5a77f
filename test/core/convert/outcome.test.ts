import assert from "node:assert/strict";
import { authReading, verifyEdit } from "../../../src/core/convert/verifyEdit.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";

const wanted = new Map([["r.io", authReading({ username: "u", password: "p" }, "k3s")]]);
const written = "configs:\n  r.io:\n    auth: {username: u, password: p}\n";
const faulty = "mirrors:\n  m.io: {endpoint: text}\n";

function reads(before: string, after: string, mirrors: readonly string[] = []): boolean {
  return verifyEdit(openRegistries(before), openRegistries(after), wanted, new Set(mirrors));
}

describe("the outcome of a change of credentials", () => {
  it("is as wanted where the credential is there and nothing else is another", () => {
    assert.ok(reads("", written));
    const others = "mirrors:\n  m.io:\n    endpoint: [https://m.io]\nauths:\n  a.io: {username: a}\n";
    assert.ok(reads(others, others + written));
    assert.ok(reads("configs:\n  r.io:\n    tls: {ca_file: /ca}\n", `${written}    tls: {ca_file: /ca}\n`));
  });

  for (const [name, before, after] of [
    ["the credential is missing", "", "configs: {}\n"],
    ["the password is another", "", written.replace("p}", "q}")],
    ["a field is left over", "", written.replace("p}", "p, auth: x}")],
    ["TLS settings of the host go", "configs:\n  r.io:\n    tls: {ca_file: /ca}\n", written],
    ["TLS settings of the host come", "", `${written}    tls: {ca_file: /ca}\n`],
    ["another host gets a credential", "", `${written}  s.io:\n    auth: {username: u}\n`],
    ["another host goes", `${written}  s.io:\n    auth: {username: u}\n`, written],
    ["a mirror comes", "", `mirrors:\n  m.io:\n    endpoint: [https://m.io]\n${written}`],
    ["a mirror goes", "mirrors:\n  m.io:\n    endpoint: [https://m.io]\n", written],
    ["auths change", "", `${written}auths:\n  a.io: {username: a}\n`],
    ["it can't be read", "", `${written}\tx`],
    ["k3s refuses a value that it did not refuse", "", faulty + written],
  ] as const)
    it(`is not where ${name}`, () => assert.ok(!reads(before, after)));

  it("needs each new mirror to have an endpoint, and its rewrites to stay", () => {
    const mirror = "mirrors:\n  m.io:\n    endpoint: [https://m.io]\n";
    const rewrite = "    rewrite: {a: b}\n";
    assert.ok(reads("", mirror + written, ["m.io"]));
    assert.ok(reads(`mirrors:\n  m.io:\n${rewrite}`, mirror + rewrite + written, ["m.io"]));
    assert.ok(!reads("", written, ["m.io"]));
    assert.ok(!reads("", mirror.replace("[https://m.io]", "[]") + written, ["m.io"]));
    assert.ok(!reads("", mirror + rewrite + written, ["m.io"]));
    assert.ok(!reads(`mirrors:\n  m.io:\n${rewrite}`, written, ["m.io"]));
    assert.ok(!reads(`mirrors:\n  m.io:\n${rewrite}`, mirror + written, ["m.io"]));
  });

  it("goes by the credential in a file of which k3s refuses a value before and after", () => {
    assert.ok(reads(faulty, faulty + written));
    assert.ok(reads(faulty, written), "less is refused");
    assert.ok(!reads(faulty, faulty));
    assert.ok(!reads(faulty, faulty + written.replace("p}", "q}")));
    assert.ok(!reads(faulty, faulty + written.replace("p}", "p, auth: x}")));
    assert.ok(!reads(faulty, `${faulty}  n.io: {endpoint: text}\n${written}`), "more is refused");
    assert.ok(!reads(faulty, faulty + written, ["n.io"]));
    assert.ok(reads(faulty, `${faulty}  n.io: {endpoint: [https://n.io]}\n${written}`, ["n.io"]));
  });
});
