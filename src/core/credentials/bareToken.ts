import { refuse } from "../text/result.ts";
import type { CredentialFormat, CredentialReading } from "./credential.ts";
import { bareToken } from "./firstLook.ts";
import { lifetimeOf } from "./lifetime.ts";
import { fineGrainedToken } from "./userPassword.ts";

/**
 * A token on a line of its own that tells by its start whose it is. Most registries want to know the user as well,
 * which is not in it; a text without such a start is taken for nothing.
 */
export const bareTokenFormat: CredentialFormat = {
  kind: "user-password",
  recognises: ({ text }) => tokenOf(text) !== undefined,
  read({ text }): CredentialReading {
    const token = tokenOf(text) ?? "";
    if (!token.startsWith("ya29.")) return { ...refuse(withoutUser(token)), kind: "user-password" };
    const auth = { username: "oauth2accesstoken", password: token };
    const { warnings, ...times } = lifetimeOf(auth);
    const description = { account: auth.username, ...times };
    return {
      ok: true,
      kind: "user-password",
      credentials: [{ kind: "user-password", auth, hosts: [], description, warnings }],
      left: [],
    };
  },
};

function tokenOf(text: string): string | undefined {
  return bareToken.exec(text)?.[1];
}

function withoutUser(token: string): string {
  if (token.startsWith("github_pat_")) return fineGrainedToken;
  if (token.startsWith("dckr_oat_"))
    return "This is a Docker Hub access token without its organization's name. Enter both as username and password.";
  if (token.startsWith("dckr_"))
    return "This is a Docker Hub access token without its account name. Enter both as username and password.";
  if (token.startsWith("gldt-"))
    return "This is a GitLab deploy token without its username, such as gitlab+deploy-token-1. Enter both as username and password.";
  if (token.startsWith("gh"))
    return "This is a GitHub token without its account name. Enter both as username and password.";
  return "This is a GitLab token without its account name. Enter both as username and password.";
}
