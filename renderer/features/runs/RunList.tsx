/** All runs of the selected handset, newest first. */
export function RunList({ devId }: { readonly devId: string }): React.JSX.Element {
  return <section aria-label="Runs">{devId}</section>;
}
