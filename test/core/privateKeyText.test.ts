import assert from "node:assert/strict";
import { createPrivateKey, generateKeyPairSync, randomBytes } from "node:crypto";
import {
  isRedactedKey,
  keyBodyFault,
  privateKeyFault,
  repairedPrivateKey,
} from "../../src/core/credentials/privateKeyText.ts";
import { encodeBase64 } from "../../src/core/text/base64.ts";
import { testSettings } from "../rules/settings.ts";

const { readsPrivateKey } = testSettings('{"readsPrivateKey": true}');

function rsaKey(modulusLength: number, type: "pkcs8" | "pkcs1" = "pkcs8"): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength });
  return privateKey.export({ type, format: "pem" }).toString();
}

function ecKey(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Every place where a private key can be damaged is tried with the arithmetic alone and with the host's cryptography. */
function fault(pem: string): string | undefined {
  if (isRedactedKey(pem)) return undefined;
  const own = privateKeyFault(pem) ?? keyBodyFault(pem);
  const withHost = privateKeyFault(pem) ?? keyBodyFault(pem, readsPrivateKey);
  assert.deepEqual(own, withHost);
  return own;
}

function withBody(pem: string, change: (body: string) => string): string {
  const lines = pem.trim().split("\n");
  const body = change(lines.slice(1, -1).join(""));
  return [lines[0], ...(body.match(/.{1,64}/g) ?? []), lines.at(-1), ""].join("\n");
}

describe("a private key in PEM", function () {
  this.timeout(30_000);
  const pem = rsaKey(2048);

  it("is fine as Google makes it, with CRLF, and as PKCS#1 where there is no cryptography", () => {
    assert.equal(fault(pem), undefined);
    assert.equal(fault(pem.replaceAll("\n", "\r\n")), undefined);
    assert.equal(keyBodyFault(rsaKey(2048, "pkcs1")), undefined);
  });

  it("is cut off when its end is missing, also where its base64 spells a marker's word", () => {
    const spelt = pem.replace(/^(.{500})./s, "$1\nxeNdx");
    assert.match(fault(spelt.slice(0, 900)) ?? "", /lacks its END marker/);
    assert.match(fault(`${spelt.slice(0, 900)}\n----END PRIVATE KEY---`) ?? "", /END marker .* is damaged/);
    assert.match(fault(`${spelt.slice(0, 900)}\nEND PRIVATE KEY`) ?? "", /END marker .* is damaged/);
  });

  it("is cut off when its end is missing, with or without the marker", () => {
    assert.match(fault(pem.slice(0, 900)) ?? "", /lacks its END marker/);
    assert.match(fault(withBody(pem, (body) => body.slice(0, 800))) ?? "", /cut off/);
    assert.match(fault(withBody(pem, (body) => body.slice(0, -4))) ?? "", /cut off/);
  });

  it("has lost characters", () => {
    assert.match(fault(withBody(pem, (body) => body.slice(0, 500) + body.slice(501))) ?? "", /lost characters/);
    assert.match(fault(withBody(pem, (body) => `${body}A`)) ?? "", /lost characters/);
  });

  it("is damaged by any one wrong byte", () => {
    const bytes = Buffer.from(pem.replace(/-----.*-----/g, ""), "base64");
    const missed: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x04;
      if (keyBodyFault(withBody(pem, () => encodeBase64(changed))) === undefined) missed.push(at);
    }
    // 20 is the kind of the empty parameters that follow the name of the algorithm.
    assert.deepEqual(missed, [20]);
  });

  it("is damaged by swapped and lost lines", () => {
    const lines = pem.trim().split("\n");
    for (let at = 2; at < lines.length - 3; at++) {
      const swapped = [...lines.slice(0, at), lines[at + 1], lines[at], ...lines.slice(at + 2), ""].join("\n");
      assert.match(fault(swapped) ?? "", /wrong character or swapped lines|is not a key/, String(at));
    }
    for (let at = 1; at < lines.length - 2; at++)
      assert.notEqual(fault([...lines.slice(0, at), ...lines.slice(at + 1), ""].join("\n")), undefined, String(at));
  });

  it("is of the wrong kind or size", () => {
    assert.match(fault(ecKey()) ?? "", /an EC key/);
    assert.match(fault(rsaKey(1024)) ?? "", /1024 bits/);
    assert.match(
      fault(pem.replaceAll("PRIVATE KEY", "EC PRIVATE KEY")) ?? "",
      /not a key like Google's .*EC PRIVATE KEY/,
    );
    assert.match(fault(pem.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")) ?? "", /passphrase/);
    assert.match(fault(withBody(pem, () => randomBytes(1218).toString("base64"))) ?? "", /private/);
  });

  it("is believed when the host's cryptography refuses it", () => {
    const unread = /can't be read as a private key/;
    assert.match(keyBodyFault(pem, () => false) ?? "", unread);
    assert.match(keyBodyFault(rsaKey(2048, "pkcs1"), () => true) ?? "", unread);
  });

  it("is not judged by its body when that was never a key", () => {
    const bodies = [
      "redacted",
      "NOT-A-KEY",
      "Tk9ULUEtS0VZ",
      "MIIEvQIBADANBg...",
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
      "x".repeat(1600),
      `MIIEvQ${"X".repeat(1600)}`,
      "QUJD".repeat(400),
      Buffer.from("THIS IS NOT A KEY, ONLY A SENTENCE, AGAIN AND AGAIN. ".repeat(30)).toString("base64"),
      Buffer.from("This 1 is not a KEY; only {words} of every <kind>: 2 3 4 5 6 7 8 9 0!\n".repeat(20)).toString(
        "base64",
      ),
    ];
    for (const body of bodies) assert.equal(fault(withBody(pem, () => body)), undefined, body.slice(0, 40));
  });

  it("is known for redacted", () => {
    const texts = [
      "redacted",
      "...",
      "xxx",
      "<private key>",
      "-----BEGIN PRIVATE KEY-----redacted-----END PRIVATE KEY-----",
      "-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----",
      `-----BEGIN PRIVATE KEY-----\nMIIE${"0".repeat(200)}`,
      "-----BEGIN PRIVATE KEY-----\n\n-----END PRIVATE KEY-----\n",
    ];
    for (const text of texts) assert.ok(isRedactedKey(text), text.slice(0, 60));
    assert.ok(!isRedactedKey(pem));
    assert.ok(!isRedactedKey("-----BEGIN PRIVATE KEY-----Tk9ULUEtS0VZ-----END PRIVATE KEY-----"));
  });

  it("gets its line ends and markers back, for certain when its numbers prove it", () => {
    const damaged = [
      pem.replaceAll("\n", ""),
      pem.replaceAll("\n", " "),
      pem.replaceAll("\n", "\\n"),
      pem.replaceAll("\n", "\\r\\n"),
      pem.replace("-----BEGIN", "----BEGIN"),
      pem.replace("KEY-----\n-", "KEY-----\n").replace("KEY-----\n", "KEY----\n"),
      pem.replaceAll("-----", "\u2014"),
      pem.replace("-----END PRIVATE KEY-----", ""),
      pem.replaceAll("PRIVATE KEY", "PRIVATEKEY"),
    ];
    for (const text of damaged) {
      assert.notEqual(privateKeyFault(text), undefined, text.slice(0, 40));
      const repaired = repairedPrivateKey(text);
      assert.ok(repaired?.certain, text.slice(0, 40));
      assert.equal(repaired.pem, pem);
      createPrivateKey(repaired.pem);
    }
    const fake = "-----BEGIN PRIVATE KEY-----Tk9ULUEtS0VZ-----END PRIVATE KEY-----";
    assert.deepEqual(repairedPrivateKey(fake), {
      pem: "-----BEGIN PRIVATE KEY-----\nTk9ULUEtS0VZ\n-----END PRIVATE KEY-----\n",
      certain: false,
    });
    assert.equal(repairedPrivateKey("-----BEGIN PRIVATE KEY-----\nTk9ULUEtS0VZ"), undefined);
    assert.equal(repairedPrivateKey("-----BEGIN PRIVATE KEY-----<key>-----END PRIVATE KEY-----"), undefined);
  });
});
