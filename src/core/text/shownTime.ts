/** Returns a time as messages show it: `2026-03-14 09:12 UTC`. @param seconds since 1970 */
export function shownTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
