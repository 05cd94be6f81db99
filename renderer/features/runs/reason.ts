/** Reasons that a person gives; the contract takes 3 to 500 characters. */

/** Why this is not a reason yet. */
export function whyNoReason(reason: string): string | undefined {
  return reason.trim().length < 3 ? 'Say why, in a few words.' : undefined;
}
