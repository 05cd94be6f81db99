/**
 * Where commands are written: a text area over its own coloured copy, with a list of what could stand at the caret.
 * While the list is open the area is a combobox (WAI-ARIA); the focus stays in it.
 */
import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import styles from './CommandEditor.module.css';
import { CompletionList } from './CompletionList.tsx';
import { completionsAt, type Completion, type CompletionOption, type TreeNames } from './completion.ts';
import { highlight } from './highlight.ts';

export interface CommandEditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onSend: () => void;
  /** The text sent before (-1) or after (1) the one that stands here; undefined: there is none. */
  readonly recall: (direction: -1 | 1) => string | undefined;
  readonly tree: TreeNames;
  /** Where it is wrong, offsets. */
  readonly wrong?: { readonly from: number; readonly to: number } | undefined;
  /** Id of what describes the text: its errors and warnings. */
  readonly describedBy: string;
}

interface OpenList extends Completion {
  readonly at: number;
  /** Opened or walked on purpose: Enter takes the option. */
  readonly isMeant: boolean;
}

/** The editor. */
export function CommandEditor({ value, onChange, onSend, recall, tree, wrong, describedBy }: CommandEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const copy = useRef<HTMLPreElement>(null);
  const caret = useRef<number | undefined>(undefined);
  /** The list that typing is about to open. */
  const coming = useRef(0);
  const [list, setList] = useState<OpenList>();
  const [place, setPlace] = useState({ left: 0, top: 0 });
  const id = useId();
  const pieces = useMemo(() => highlight(value), [value]);

  // React sets the value after the handler: where the caret belongs is set behind it.
  useLayoutEffect(() => {
    if (caret.current === undefined) return;
    area.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });

  function put(text: string, at: number): void {
    caret.current = at;
    onChange(text);
  }

  function open(text: string, at: number, isMeant: boolean): void {
    // One that was asked for in the meantime stays the one that Enter takes from.
    cancelAnimationFrame(coming.current);
    const found = completionsAt(text, at, tree);
    const isDone = found?.options.length === 1 && found.options[0]?.insert.trim() === found.typed;
    if (found === undefined || (!isMeant && (found.typed === '' || isDone))) return setList(undefined);
    setPlace(placeOf(copy.current, found.from));
    setList({ ...found, at: 0, isMeant });
  }

  function take(option: CompletionOption | undefined): void {
    if (list === undefined || option === undefined) return;
    const text = value.slice(0, list.from) + option.insert + value.slice(list.to);
    setList(undefined);
    put(text, list.from + option.insert.length);
    area.current?.focus();
  }

  function pressInList(event: KeyboardEvent, { at, options, isMeant }: OpenList): boolean {
    const last = options.length - 1;
    const goal = {
      ArrowDown: at >= last ? 0 : at + 1,
      ArrowUp: at <= 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key];
    if (goal !== undefined) setList((before) => before && { ...before, at: goal, isMeant: true });
    else if (event.key === 'Escape') setList(undefined);
    else if (event.key === 'Tab' || (event.key === 'Enter' && isMeant)) take(options[at]);
    else return false;
    return true;
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>): void {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && event.key === 'Enter') {
      setList(undefined);
      onSend();
    } else if (isCommand && event.key === ' ') open(value, selectionStart, true);
    else if (list !== undefined && !isCommand && !event.altKey && pressInList(event, list)) {
      // Done there.
    } else if (event.key === 'Escape') event.currentTarget.blur();
    else if (
      event.key === 'ArrowUp' &&
      selectionStart === selectionEnd &&
      !value.slice(0, selectionStart).includes('\n')
    ) {
      if (!bring(-1)) return;
    } else if (
      event.key === 'ArrowDown' &&
      selectionStart === selectionEnd &&
      !value.slice(selectionStart).includes('\n')
    ) {
      if (!bring(1)) return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function bring(direction: -1 | 1): boolean {
    const text = recall(direction);
    if (text === undefined) return false;
    put(text, direction === -1 ? 0 : text.length);
    return true;
  }

  const current = list?.options[list.at];
  return (
    <div className={styles.editor}>
      <pre ref={copy} className={styles.copy} aria-hidden="true">
        {pieces.map((piece, index) => (
          <span key={index} className={styles[piece.kind]}>
            {piece.text}
          </span>
        ))}
        {'\n'}
      </pre>
      <textarea
        ref={area}
        id="console-commands"
        className={styles.area}
        aria-label="Commands"
        aria-describedby={describedBy}
        aria-invalid={wrong !== undefined || undefined}
        aria-keyshortcuts="Control+Enter Control+Space"
        aria-autocomplete="list"
        role={list === undefined ? undefined : 'combobox'}
        aria-expanded={list === undefined ? undefined : true}
        aria-controls={list === undefined ? undefined : `${id}-list`}
        aria-activedescendant={current === undefined ? undefined : `${id}-option-${list?.at ?? 0}`}
        placeholder={
          'get ./DevInfo?list=StructData\nCtrl Space completes, Ctrl Enter sends, ↑ brings back what was sent.'
        }
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={value}
        onChange={(event) => {
          const { value: text, selectionStart } = event.currentTarget;
          onChange(text);
          // What was typed is in the coloured copy after this turn.
          cancelAnimationFrame(coming.current);
          coming.current = requestAnimationFrame(() => {
            if (area.current?.value === text) open(text, selectionStart, false);
          });
        }}
        onKeyDown={press}
        onBlur={() => setList(undefined)}
        onClick={() => setList(undefined)}
        onScroll={(event) => {
          const { scrollTop, scrollLeft } = event.currentTarget;
          copy.current?.scrollTo(scrollLeft, scrollTop);
          setList(undefined);
        }}
      />
      {list === undefined ? null : (
        <CompletionList id={id} options={list.options} at={list.at} place={place} onTake={take} />
      )}
    </div>
  );
}

/** Where a letter of the text stands in the coloured copy; the list opens below it. */
function placeOf(copy: HTMLElement | null, offset: number): { readonly left: number; readonly top: number } {
  if (copy === null) return { left: 0, top: 0 };
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left <= length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left);
      const at = range.getBoundingClientRect();
      const around = copy.getBoundingClientRect();
      return {
        left: Math.max(0, Math.min(at.left - around.left, around.width - 300)),
        top: at.bottom - around.top + 2,
      };
    }
    left -= length;
  }
  return { left: 0, top: 20 };
}
