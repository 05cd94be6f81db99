/** The management tree of the selected handset as a grid of rows. */
export function TreeGrid({ devId }: { readonly devId: string }): React.JSX.Element {
  return <section aria-label="Tree">{devId}</section>;
}
