/** Endpoints that are given to Go's own URL parser. */
export const inputs: readonly string[] = ["registry.example.com", "https://registry.example.com/v2"];
