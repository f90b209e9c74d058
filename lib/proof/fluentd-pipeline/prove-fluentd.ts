import type { FluentdConfig, FluentdOutput, FluentdStep } from '../../config/fluentd/config';
import { ERROR_LABEL, LOG_LABEL } from '../../config/fluentd/validate-labels';
import { innerOutputs, type Pipeline, pipelinesOf, placedSources, ROOT, stepPlace } from '../../config/fluentd/walk';
import { distinct, type Problem } from '../../model/problem';
import { Examples, shownExample } from '../language/example';
import { type Language, Languages } from '../language/languages';
import { regionsOf } from '../language/regions';
import { sourceTags } from './source-tags';
import { rewrittenTags, tagLanguage, validateTagPattern } from './tag-patterns';

/** Tags of what Fluentd itself logs. */
const OWN_LOG = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => `fluent.${level}`);

/** What would make the proof run for minutes. */
const MOST = 4_000_000;

/** A step, how messages call it, its tags, and whether a record comes to it. */
interface Step {
  readonly step: FluentdStep;
  readonly place: string;
  readonly tags: Language;
  reached: boolean;
}

/**
 * Follows the tags of all inputs through a configuration that {@link validateFluentd} has nothing against: each tag
 * comes to an output, each filter and output to a record. The first output that fits takes a record, and filters behind
 * that output never see it.
 */
export function proveFluentd(config: FluentdConfig): Problem[] {
  const problems = pipelinesOf(config).flatMap(({ label, steps }) =>
    steps.flatMap((step) => validateTagPattern(stepPlace(label, step), tagOf(step))),
  );
  return problems.length > 0 ? problems : distinct(new Proof(config).problems());
}

const tagOf = (step: FluentdStep) => String('filter' in step ? step.filter.$tag : step.match.$tag);

class Proof {
  private readonly languages = new Languages(MOST);
  private readonly examples = new Examples(this.languages);
  private readonly pipelines: Map<string, readonly Step[]>;
  private readonly found: Problem[] = [];

  constructor(private readonly config: FluentdConfig) {
    this.pipelines = new Map(pipelinesOf(config).map((pipeline) => [pipeline.label, this.stepsOf(pipeline)]));
  }

  problems(): Problem[] {
    for (const { place, plugin } of placedSources(this.config)) {
      const tags = sourceTags(this.languages, plugin);
      if (tags) this.follow(place, String(plugin.$label ?? ROOT), tags, []);
    }
    if (this.pipelines.has(ERROR_LABEL)) this.follow('records that were refused', ERROR_LABEL, this.languages.all, []);
    this.followOwnLog();
    if (this.languages.exhausted) {
      return [{ what: 'the tags of this configuration are too many to be followed', fix: "use fewer '*' in '$tag'" }];
    }
    for (const steps of this.pipelines.values()) this.found.push(...this.unreached(steps));
    return this.found;
  }

  private stepsOf({ label, steps }: Pipeline): readonly Step[] {
    return steps.map((step) => ({
      step,
      place: stepPlace(label, step),
      tags: tagLanguage(this.languages, tagOf(step)),
      reached: false,
    }));
  }

  private followOwnLog(): void {
    const own = this.languages.or(OWN_LOG.map((tag) => this.languages.text(tag)));
    if (this.pipelines.has(LOG_LABEL)) {
      this.follow('what Fluentd itself logs', LOG_LABEL, own, []);
      return;
    }
    const taker = this.pipelines
      .get(ROOT)
      ?.find(({ step, tags }) => 'match' in step && !this.examples.areDisjoint(own, tags));
    if (!taker) return;
    this.found.push({
      what: `${taker.place} takes what Fluentd itself logs: an output that fails would feed itself`,
      fix: `add { label: { $name: '${LOG_LABEL}', config: [{ match: { $type: 'null', $tag: '**' } }] } }`,
    });
  }

  private follow(origin: string, label: string, whole: Language, path: readonly string[]): void {
    if (path.includes(label)) {
      this.found.push({
        what: `records of ${origin} go round in circles: ${[...path, label].join(' > ')}`,
        fix: 'send them to a label that they have not been in',
      });
      return;
    }
    const steps = this.pipelines.get(label);
    if (!steps || this.languages.exhausted) return;
    const members = steps.map(({ tags }) => tags);
    const taking = new Set<number>();
    // Outputs in front of a step that take some of the same tags.
    const inFront = steps.map(() => new Set<Language>());
    for (const { members: fitting, example } of regionsOf(this.languages, this.examples, whole, members)) {
      const takers = fitting.filter((i) => 'match' in (steps[i] as Step).step);
      for (const i of fitting) for (const j of takers) if (j < i) inFront[i]?.add(members[j] as Language);
      const [taker] = takers;
      for (const i of fitting) if (taker === undefined || i <= taker) this.reach(steps[i] as Step);
      if (taker === undefined) this.orphan(origin, label, example);
      else taking.add(taker);
    }
    steps.forEach(({ step, reached }, i) => {
      const targets = 'match' in step ? targetsOf(step.match) : timeoutOf(step);
      if (targets.length === 0 || !reached || ('match' in step && !taking.has(i))) return;
      const gone = this.languages.or([...(inFront[i] as Set<Language>)]);
      const taken = this.languages.and([whole, members[i] as Language, this.languages.not(gone)]);
      if (this.examples.of(taken) === undefined) return;
      for (const target of targets) {
        const tags = target.tag === undefined ? taken : rewrittenTags(this.languages, target.tag);
        this.follow(origin, target.label, tags, [...path, label]);
      }
    });
  }

  private reach(step: Step): void {
    step.reached = true;
  }

  private orphan(origin: string, label: string, example: string): void {
    this.found.push({
      what: `no output takes records of ${origin} with the tag ${shownExample(example)}${label === ROOT ? '' : ` in label '${label}'`}`,
      fix: "add an output for them behind the others, such as { match: { $type: 'null', $tag: '**' } }",
    });
  }

  private unreached(steps: readonly Step[]): Problem[] {
    return steps.flatMap((each, i) => {
      if (each.reached) return [];
      const earlier = steps.slice(0, i).filter(({ step }) => 'match' in step);
      const rest = this.languages.and([each.tags, ...earlier.map(({ tags }) => this.languages.not(tags))]);
      if (this.examples.of(rest) !== undefined) {
        return [
          {
            what: `no record has a tag for ${each.place}`,
            fix: "compare its '$tag' with the tags of the inputs, or leave it out",
          },
        ];
      }
      const whole = earlier.find(
        ({ tags }) => this.examples.of(this.languages.and([each.tags, this.languages.not(tags)])) === undefined,
      );
      return [
        {
          what: `${whole ? whole.place : 'earlier outputs'} ${whole ? 'takes' : 'take'} all records for ${each.place}`,
          fix: 'put it in front',
        },
      ];
    });
  }
}

/** A label that records are sent to, and their new tags if they get others. */
interface Target {
  readonly label: string;
  readonly tag?: string;
}

/** Where an output sends records on to. */
function targetsOf(output: FluentdOutput): Target[] {
  if (output.$type === 'relabel') return [{ label: String(output.$label) }];
  if (output.$type === 'rewrite_tag_filter') {
    return output.rule.map(({ tag, label }) => ({
      label: String(label),
      tag: String(tag),
    }));
  }
  return innerOutputs(output).flatMap(({ plugin }) => targetsOf(plugin));
}

/** Where a filter sends what it gave up waiting for. */
function timeoutOf(step: FluentdStep): Target[] {
  if (!('filter' in step) || step.filter.$type !== 'concat' || step.filter.timeout_label === undefined) return [];
  return [{ label: String(step.filter.timeout_label) }];
}
