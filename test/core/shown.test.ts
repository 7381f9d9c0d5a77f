import assert from "node:assert/strict";
import {
  isPlainHost,
  isPlainPath,
  isShownHost,
  shownAddress,
  shownUrl,
  shownUser,
} from "../../src/core/display/shown.ts";
import { looksLikeToken, withoutTokens } from "../../src/core/display/token.ts";
import { readEndpoint } from "../../src/core/hosts/endpoint.ts";

describe("what of a registry's key or endpoint may be shown", () => {
  it("shows hosts and the names that people give registries", () => {
    for (const host of [
      "docker.io",
      "registry.example.com:5000",
      "Registry.Example.com",
      "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
      "europe-west3-docker.pkg.dev",
      "docker.us-central1.rep.pkg.dev",
      "10.0.0.5:5000",
      "[fd00::1]:5000",
      "localhost",
      "*",
      "*.example.com",
      "my_registry:5000",
      "myregistry",
      "k3d-registry",
      "harbor-2",
    ])
      assert.ok(isShownHost(host), host);
  });

  it("hides tokens, passwords and users that were pasted in a host's place", () => {
    for (const text of [
      "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
      "glpat-Abcdefgh12345678ijkl.01.0a1b2c3d4",
      "dckr_pat_abcdefghijklmnopqrstuvwxyz1",
      "ya29.a0AfH6SMBx",
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
      "AKCp5canary",
      "user:hunter2@registry.example.com",
      "admin:secret",
      "d41d8cd98f00b204e9800998ecf8427e",
      "x7k2m9q4w8",
      "Sup3rS3cret",
      "https://registry.example.com",
      "registry.example.com/project",
      '{"type":"service_account"}',
      "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY.example.com",
      `${"a".repeat(64)}.example.com`,
      "",
    ])
      assert.ok(!isShownHost(text), text);
  });

  it("hides every kind of token in a sentence, wherever it begins", () => {
    for (const token of [
      "eyJx",
      "ghp_x",
      "gho_x",
      "github_pat_x",
      "glpat-x",
      "glt-x",
      "glsoat-x",
      "dckr_pat_x",
      "dckr_oat_x",
      "dop_v1_x",
      "AKIAx",
      "AKCpx",
      "cmVmdGtuOx",
      "aA1aA1aA1aA1aA1a",
    ])
      for (const before of ["", '"', "https://r.io/", "user:", "%2F", "a=", "(", "-"]) {
        const looks = `${before}${token}`.split(/[/:=]/).some(looksLikeToken);
        const sentence = `The key ${before}${token}" is not read.`;
        assert.equal(withoutTokens(sentence).includes(token), !looks, sentence);
        assert.equal(withoutTokens(`${before}${token}`).includes(token), !looks, before + token);
      }
    const plain = "The glass of a single user, right (or not): single-use, legally, ghost.";
    assert.equal(withoutTokens(plain), plain);
  });

  it("takes no host for a token", () => {
    for (const host of ["US-docker.pkg.dev", "Europe-West3-docker.pkg.dev", "a1b2c3d4e5f6a7b8c9d0.azurecr.io"])
      assert.ok(!looksLikeToken(host), host);
  });

  it("shows addresses without user, query, fragment and what looks like a token in the path", () => {
    const shown = (endpoint: string): string[] => {
      const reading = readEndpoint(endpoint);
      assert.ok(reading.ok, endpoint);
      return [shownUrl(reading.address), shownAddress(reading.address)];
    };
    assert.deepEqual(shown("https://a.example.com"), ["https://a.example.com/v2", "https://a.example.com"]);
    assert.deepEqual(shown("https://me:hunter2@a.example.com:5000/cache?t=hunter2#hunter2"), [
      "https://a.example.com:5000/cache",
      "https://a.example.com:5000/cache",
    ]);
    assert.deepEqual(shown("https://a.example.com/ghp_16C7e42F292c6912E7710c838347Ae178B4a/v2"), [
      "https://a.example.com/…",
      "https://a.example.com",
    ]);
    assert.deepEqual(shown("a.example.com/me:hunter2@b"), ["https://a.example.com/…", "https://a.example.com"]);
    assert.deepEqual(shown("https://ghp_16C7e42F292c6912E7710c838347Ae178B4a"), ["https://…/v2", "https://…"]);
    assert.deepEqual(shown("hunter2://a.example.com"), ["…://a.example.com/v2", "…://a.example.com"]);
  });

  it("knows which keys images can name", () => {
    for (const host of ["docker.io", "localhost", "registry:5000"]) assert.ok(isPlainHost(host), host);
    for (const key of ["*", "*.example.com", "myregistry", "me:hunter2@a.example.com"])
      assert.ok(!isPlainHost(key), key);
  });

  it("shows paths and users, but no key or token in their place", () => {
    for (const path of ["/etc/ssl/ca.pem", "C:\\certs\\ca.pem"]) assert.ok(isPlainPath(path), path);
    for (const text of ["-----BEGIN CERTIFICATE-----", "ca.pem", "/ghp_16C7e42F292c6912E7710c838347Ae178B4a"])
      assert.ok(!isPlainPath(text), text);
    for (const user of ["_json_key", "robot$project+ci", "00000000-0000-0000-0000-000000000000", "me@example.com"])
      assert.equal(shownUser(user), user);
    for (const text of [
      "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
      '{"type": 1}',
      "a b",
      "d41d8cd98f00b204e9800998ecf8427e",
    ])
      assert.equal(shownUser(text), undefined);
  });
});
