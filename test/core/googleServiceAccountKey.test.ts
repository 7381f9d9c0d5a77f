import assert from "node:assert/strict";
import {
  holdsGoogleKey,
  keyCredential,
  parseGoogleServiceAccountKey,
} from "../../src/core/credentials/googleServiceAccountKey.ts";
import { fakeKey, fakeKeyFile } from "./fakeKey.ts";

function problem(text: string): string {
  const result = parseGoogleServiceAccountKey(text);
  assert.ok(!result.ok, "the key should have been refused");
  return result.problem;
}

describe("a Google service-account key", () => {
  it("is read with a byte-order mark, CRLF and blanks around it", () => {
    const result = parseGoogleServiceAccountKey(`\ufeff${fakeKeyFile().replaceAll("\n", "\r\n")}  \r\n\t`);
    assert.ok(result.ok);
    assert.deepEqual(keyCredential(result.key).description, {
      account: "puller@fake-project.iam.gserviceaccount.com",
      project: "fake-project",
      keyId: "0123456789abcdef0123456789abcdef01234567",
    });
  });

  it("becomes one line with a blank after each colon and comma, in its own order, all of it printable ASCII", () => {
    const text = fakeKeyFile({ "2": "ü\u0085\u2028😀\x7f", "1": [1.5e3, true, null, { a: "b,c:d" }] });
    const result = parseGoogleServiceAccountKey(text.replace("1500", "1.50e3"));
    assert.ok(result.ok);
    assert.match(result.key.json, /^[\x20-\x7e]+$/);
    assert.ok(result.key.json.includes('"type": "service_account", "project_id": "fake-project"'));
    assert.ok(result.key.json.includes("1.50e3"), "numbers keep their spelling");
    assert.deepEqual(JSON.parse(result.key.json), JSON.parse(text));
  });

  it("may have its values redacted, as published examples have", () => {
    const redacted = {
      project_id: "redacted",
      private_key_id: "redacted",
      private_key: "redacted",
      client_email: "redacted",
    };
    assert.ok(parseGoogleServiceAccountKey(fakeKeyFile(redacted)).ok);
  });

  it("says where the text stops being JSON", () => {
    assert.match(problem('{\n  "type": nothing\n}'), /line 2, column 11/);
    assert.match(problem(fakeKeyFile().slice(0, -20)), /cut off \(line \d+, column \d+\)/);
    assert.match(problem(fakeKeyFile().replace(/"\n}/, '",\n}')), /extra comma/);
    assert.match(problem(`${fakeKeyFile()}{}`), /More text follows the end/);
    assert.match(problem("hello"), /not JSON/);
    assert.match(problem(""), /empty/);
    assert.match(problem("[]"), /not a key file/);
  });

  describe("in base64", () => {
    const file = fakeKeyFile();
    const base64 = Buffer.from(file).toString("base64");
    const key = parseGoogleServiceAccountKey(file);

    for (const [how, text] of [
      ["on one line", base64],
      ["with a line break at its end", `${base64}\n`],
      ["with line breaks, as base64 without -w0 writes it", `${(base64.match(/.{1,76}/g) ?? []).join("\r\n")}\r\n`],
      ["without its padding", Buffer.from(`${file} `).toString("base64").replace(/=+$/, "")],
      ["without two of it", Buffer.from(`${file}  `).toString("base64").replace(/=+$/, "")],
      ["for URLs", Buffer.from(file).toString("base64url")],
      ["of a file with a byte-order mark", Buffer.from(`\ufeff${file}`).toString("base64")],
      ["behind a byte-order mark", `\ufeff${base64}`],
    ] as const)
      it(`is the same key ${how}`, () => {
        assert.deepEqual(parseGoogleServiceAccountKey(text), key);
        assert.ok(holdsGoogleKey(text.replace(/^\ufeff/, "")));
      });

    it("is told apart from base64 that lost characters, of something else, and of no text at all", () => {
      assert.match(problem(base64.slice(0, 401)), /lost characters/);
      assert.match(problem(Buffer.from("no key at all. ".repeat(20)).toString("base64")), /not of JSON/);
      assert.match(problem(`MII${"A".repeat(300)}`), /P12/);
      assert.match(problem(Buffer.from('{"type": "authorized_user"}').toString("base64")), /authorized_user/);
    });

    it("is refused in a moment when it is huge and wrong", () => {
      assert.match(problem(`ey${" ".repeat(2_000_000)}!`), /not JSON/);
    });
  });

  it("is refused as a binary file", () => {
    assert.match(problem("0\ufffd\ufffd\x02\x01\x030\ufffd"), /binary file, perhaps a key of the type P12/);
  });

  it("of another cloud is warned of", () => {
    const result = parseGoogleServiceAccountKey(fakeKeyFile({ universe_domain: "universe.example" }));
    assert.ok(result.ok);
    const { description, warnings } = keyCredential(result.key);
    assert.equal(description.universe, "universe.example");
    assert.match(warnings.join(), /another cloud .*universe\.example/);
    const own = parseGoogleServiceAccountKey(fakeKeyFile({ universe_domain: "googleapis.com" }));
    assert.ok(own.ok);
    assert.deepEqual(keyCredential(own.key).warnings, []);
  });

  it("inside a file that impersonates another account is spoken of, and not taken", () => {
    const inner = fakeKeyFile({ type: "impersonated_service_account", source_credentials: fakeKey() });
    assert.match(problem(inner), /impersonates .* Its key \(source_credentials\) belongs to another account/);
    const login = fakeKeyFile({
      type: "impersonated_service_account",
      source_credentials: { type: "authorized_user", refresh_token: "x" },
    });
    assert.match(problem(login), /does not contain that account's key/);
  });

  it("nested too deeply is no key", () => {
    assert.match(
      problem(`{"a": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`),
      /not a key|not valid|type is missing|nested too deeply/,
    );
  });

  it("names real line feeds inside the private key as such", () => {
    assert.match(
      problem(fakeKeyFile().replaceAll("\\n", "\n")),
      /private_key is broken over several lines instead of by \\n \(line 5/,
    );
  });

  for (const [type, word] of [
    ["authorized_user", "login"],
    ["external_account", "workload identity"],
    ["external_account_authorized_user", "workforce"],
    ["impersonated_service_account", "impersonates"],
    ["gdch_service_account", "Distributed Cloud"],
  ] as const) {
    it(`refuses the type ${type} by name`, () => {
      const text = problem(fakeKeyFile({ type }));
      assert.ok(text.includes(type) && text.includes(word), text);
    });
  }

  it("refuses OAuth clients, API keys, access tokens and Docker configs by name", () => {
    assert.match(problem('{"installed": {"client_id": "x"}}'), /OAuth client/);
    assert.match(problem('{"web": {"client_id": "x"}}'), /OAuth client/);
    assert.match(problem("AIzaNotAKey"), /API key/);
    assert.match(problem('{"apiKey": "AIzaNotAKey"}'), /API key/);
    assert.match(problem('{"apiKey": "AIzaNotAKey", "authDomain": "x.firebaseapp.com"}'), /Firebase/);
    assert.match(problem("ya29.not-a-token"), /access token/);
    assert.match(problem('{"auths": {}}'), /Docker config/);
  });

  for (const field of ["project_id", "private_key_id", "private_key", "client_email", "token_uri"]) {
    it(`refuses a key without ${field}, or with an empty one`, () => {
      assert.match(problem(fakeKeyFile({ [field]: undefined })), new RegExp(`field "${field}" is missing`));
      assert.match(problem(fakeKeyFile({ [field]: " " })), new RegExp(`field "${field}" is empty`));
      assert.match(problem(fakeKeyFile({ [field]: 7 })), new RegExp(`field "${field}" is not a string`));
    });
  }

  it("refuses a private key that is damaged, and says how", () => {
    const pem = (private_key: string) => problem(fakeKeyFile({ private_key }));
    assert.match(pem("TUlJ"), /lacks its BEGIN marker/);
    assert.match(pem("-----BEGIN PRIVATE KEY-----\nTUlJ\n"), /lacks its END marker/);
    assert.match(pem("---BEGIN PRIVATE KEY---\nTUlJ\n-----END PRIVATE KEY-----\n"), /BEGIN marker .* damaged/);
    assert.match(pem("-----BEGIN PRIVATE KEY-----TUlJ-----END PRIVATE KEY-----"), /lost its line breaks/);
    assert.match(pem("-----BEGIN PRIVATE KEY-----\\nTUlJ\\n-----END PRIVATE KEY-----\\n"), /escaped twice/);
  });

  it("refuses an e-mail that a web page has hidden", () => {
    assert.match(problem(fakeKeyFile({ client_email: "[email protected]" })), /hidden by the web page/);
    assert.match(problem(fakeKeyFile({ client_email: "[email\u00a0protected]" })), /hidden by the web page/);
    assert.match(problem(fakeKeyFile({ client_email: "puller" })), /not an email/);
  });

  it("is refused without a word of what the file holds", () => {
    const marker = "CANARY";
    const texts = [
      fakeKeyFile({ type: marker, private_key: marker }),
      fakeKeyFile({ private_key: `-----BEGIN ${marker}` }),
      fakeKeyFile({ client_email: marker }),
      `{"private_key": "${marker}`,
      marker,
    ];
    for (const text of texts) assert.ok(!problem(text).includes(marker));
  });

  it("is refused in at most two sentences", () => {
    for (const text of ["", "x", "{}", fakeKeyFile({ type: "authorized_user" }), fakeKeyFile({ private_key: "x" })])
      assert.ok([1, 2].includes(problem(text).match(/[.!?](?=\s|$)/g)?.length ?? 0), problem(text));
  });

  it("is recognised by a cheap look", () => {
    assert.ok(holdsGoogleKey(fakeKeyFile()));
    assert.ok(!holdsGoogleKey('{"type": "authorized_user"}'));
  });
});
