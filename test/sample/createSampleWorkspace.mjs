// Makes the workspace that `npm start` opens and the host and UI suites work in.
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * A service-account key that is valid in form and belongs to nobody.
 *
 * @param {Record<string, unknown>} fields on top of the usual ones
 */
export function sampleKey(fields = {}) {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return {
    type: "service_account",
    project_id: "fake-project-000000",
    private_key_id: "0000000000000000000000000000000000000fa4",
    private_key: privateKey,
    client_email: "puller@fake-project-000000.iam.gserviceaccount.com",
    client_id: "000000000000000000000",
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
    client_x509_cert_url:
      "https://www.googleapis.com/robot/v1/metadata/x509/puller%40fake-project-000000.iam.gserviceaccount.com",
    universe_domain: "googleapis.com",
    ...fields,
  };
}

const good = `# Pulls through our mirror, and from Artifact Registry.
mirrors:
  docker.io:
    endpoint:
      - "https://mirror.example.com:5000"
configs:
  "mirror.example.com:5000":
    auth:
      username: puller
      password: 'NOT-A-PASSWORD'
`;

function broken(key) {
  return `# Each fault here has a quick fix: put the cursor on it and press Ctrl+.
mirrors:
  us-docker.pkg.dev:
  docker.io:
    endpoints:
      - "https://mirror.example.com:5000"
configs:
  us-docker.pkg.dev:
    auth:
      username: puller@fake-project-000000.iam.gserviceaccount.com
      password: ${JSON.stringify(key, null, 2)}
  "mirror.example.com:5000":
    auth:
      username: puller
      password: 0123
`;
}

/**
 * Writes a fake key, a good registries.yaml and a broken one.
 *
 * @param {string} folder made where it is missing
 * @param {Record<string, unknown>} fields of the key, on top of the usual ones
 */
export function createSampleWorkspace(folder, fields = {}) {
  const key = sampleKey(fields);
  for (const name of ["good", "broken"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "service-account-key.json"), `${JSON.stringify(key, null, 2)}\n`);
  writeFileSync(join(folder, "good", "registries.yaml"), good);
  writeFileSync(join(folder, "broken", "registries.yaml"), broken(key));
}
