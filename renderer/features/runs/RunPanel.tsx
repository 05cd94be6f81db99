/** The run of the selected handset as a to-do list; the current step is open. */
export function RunPanel({ devId }: { readonly devId: string }): React.JSX.Element {
  return <section aria-label="Run">{devId}</section>;
}
