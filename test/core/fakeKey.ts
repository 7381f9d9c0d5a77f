/** A service-account key that looks fake: its PEM body is the base64 of a sentence. Pass fields to change it. */
export function fakeKey(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    type: "service_account",
    project_id: "fake-project",
    private_key_id: "0123456789abcdef0123456789abcdef01234567",
    private_key: `-----BEGIN PRIVATE KEY-----\n${btoa("THIS IS NOT A KEY")}\n-----END PRIVATE KEY-----\n`,
    client_email: "puller@fake-project.iam.gserviceaccount.com",
    client_id: "100000000000000000000",
    auth_uri: "https://accounts.google.com/o/oauth2/auth",
    token_uri: "https://oauth2.googleapis.com/token",
    auth_provider_x509_cert_url: "https://www.googleapis.com/oauth2/v1/certs",
    client_x509_cert_url: "https://www.googleapis.com/robot/v1/metadata/x509/puller%40fake-project",
    ...fields,
  };
}

/** The key as Google's console writes it: two blanks of indentation. */
export function fakeKeyFile(fields: Readonly<Record<string, unknown>> = {}): string {
  return `${JSON.stringify(fakeKey(fields), null, 2)}\n`;
}
