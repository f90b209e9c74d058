import type { Problem } from '../../model/problem';
import { bySeverity, summaryOf, WORST_SEVERITY } from './message';
import { SLACK } from './message-format';

/**
 * Whom a message of Slack mentions, by its worst severity: `<!here>`, `<!channel>`, `<!everyone>`, `<@U012ABCDEF>` for a
 * member, `<!subteam^S012ABCDEF>` for a user group.
 */
export interface SlackMentions {
  /** @default - nobody */
  readonly critical?: readonly string[];
  /** @default - nobody */
  readonly warning?: readonly string[];
  /** @default - nobody */
  readonly info?: readonly string[];
}

const MENTION = /^<(?:!(?:here|channel|everyone)|@[UW][A-Z0-9]{2,}|!subteam\^S[A-Z0-9]{2,})>$/;
/** Slack shows it as mere text; nobody is notified. */
const PLAIN_MENTION = /(?<![\w<!@])@(?<who>here|channel|everyone)\b/;

/** What is wrong with the mentions: whatever Slack would show as mere text. */
export function mentionProblems(mentions: SlackMentions = {}): Problem[] {
  return Object.entries(mentions).flatMap(([severity, list]: [string, readonly string[] | undefined]) =>
    (list ?? [])
      .filter((mention) => !MENTION.test(mention))
      .map((mention) => {
        const word = /^[@<!]*(here|channel|everyone)>?$/.exec(mention)?.[1];
        return {
          what: `'mentions.${severity}' holds '${mention}', which mentions nobody`,
          fix: word
            ? `write '<!${word}>'`
            : "write '<!here>', '<!channel>', '<@U012ABCDEF>' with a member's ID or '<!subteam^S012ABCDEF>' with a user group's",
        };
      }),
  );
}

/** What is wrong with a text: a mention that Slack would show as mere text. */
export function plainMentionProblems(prop: string, text: string | undefined): Problem[] {
  const who = PLAIN_MENTION.exec(text ?? '')?.groups?.who;
  if (who === undefined) return [];
  return [
    {
      what: `'${prop}' holds '@${who}', which Slack shows as mere text`,
      fix: `write '<!${who}>', or use 'mentions' to choose by severity`,
    },
  ];
}

/**
 * The text above the attachment, where mentions are sure to notify: those for the worst severity that fires, and the
 * first summary, which is what a phone shows. Undefined if nobody is ever mentioned.
 */
export function mentionText({ critical = [], warning = [], info = [] }: SlackMentions = {}): string | undefined {
  if (critical.length + warning.length + info.length === 0) return undefined;
  const summary = `{{ with index .Alerts.Firing 0 }}${SLACK.print(summaryOf(150))}{{ end }}`;
  const line = (list: readonly string[]) => (list.length > 0 ? `${list.join(' ')} ${summary}` : '');
  const choice = bySeverity({ critical: line(critical), warning: line(warning), info: line(info), other: '' });
  return `${SLACK.prelude}${WORST_SEVERITY}{{ if eq .Status "firing" }}${choice}{{ end }}`;
}
