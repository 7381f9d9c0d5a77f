/**
 * Registries that give nothing to those who do not log in. Sources: "Amazon ECR private registry" and "Making requests
 * to Amazon ECR registries" of AWS; "Red Hat Container Registry Authentication" of Red Hat.
 */
const loginOnly: readonly RegExp[] = [
  /^\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z\d-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/,
  /^registry\.(?:redhat\.io|connect\.redhat\.com)$/,
];

/** Whether a registry never gives an image to those without a credential. */
export function isLoginOnly(host: string): boolean {
  return loginOnly.some((pattern) => pattern.test(host.replace(/:443$/, "")));
}
