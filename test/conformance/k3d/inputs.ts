import { readdirSync, readFileSync } from "node:fs";

/** A configuration of k3d, and the environment in which k3d starts. */
export interface K3dInput {
  /** The name of its file in `inputs`. */
  readonly name: string;
  readonly text: string;
  readonly environment: Readonly<Record<string, string>>;
}

const folder = new URL("inputs/", import.meta.url);

/** Variables with what people keep in them, and with what makes the YAML another. */
const environment = {
  COLON: "a: b",
  D: "$",
  ENDPOINTS: "https://a.example.com, https://b.example.com",
  HOST: "reg.example.com",
  JSON: '{"a": "b"}',
  NAME: "robot",
  NUMBER: "0123",
  PASSWORD: "pw",
};

export const inputs: readonly K3dInput[] = readdirSync(folder)
  .sort()
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8"), environment }));
