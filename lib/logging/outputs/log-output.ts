import type { FluentBitOutput } from '../../config/fluent-bit/config';
import type { ExpectedSecret } from '../../model/expected-secret';
import type { LogTarget } from '../../model/log-route';
import type { PodPeer } from '../../model/pod-peer';
import type { Problem } from '../../model/problem';
import { refuse } from '../../model/problem';
import type { SecretKey } from '../../model/secret-key';
import { fitProps, type Shape } from '../../model/shape';
import { shown } from '../../model/shown';

/** A credential that the agent's configuration names as `${variable}`. */
export interface OutputCredential {
  /** Name of the environment variable. */
  readonly variable: string;
  readonly expected: ExpectedSecret;
}

/** What an output's agent has to reach. */
export interface OutputEgress {
  /** TCP port. */
  readonly port: number;
  /** Its pods. @default - `cidrs` */
  readonly pods?: PodPeer;
  /** Address ranges in CIDR notation. @default - any address on that port */
  readonly cidrs?: readonly string[];
  /** Whether it is only asked who the pod is, which is needless where its ServiceAccount says so. @default false */
  readonly identity?: boolean;
}

/** Folders of the agent that an output may name files in. */
export interface OutputFiles {
  /** The path of a Secret's key that is among the output's `files`. */
  secret(key: SecretKey): string;
  /** A folder of the output's own that outlives the agent's pod. */
  readonly state: string;
}

/** The same of Fluent Bit. */
export interface FluentBitFiles extends OutputFiles {
  /** What one instance of the output may keep on disk. @default - all: what it cannot send is not read */
  readonly budget?: {
    /** While its other side is away. */
    readonly totalLimitBytes: number;
    /** Of lines as they come. */
    readonly bytesPerSecond: number;
  };
}

/**
 * One output plugin, without the tags it takes: those are the agent's. So is how often it tries, and how much waits for it
 * unless it keeps a part of that itself.
 */
export type FluentBitPlugin = {
  [O in FluentBitOutput as O['name']]: Omit<O, 'match' | 'match_regex' | 'alias'>;
}[FluentBitOutput['name']];

/** How lines of one target reach an output with Fluent Bit. */
export interface FluentBitDelivery {
  /** Targets of one instance share a plugin, and are told apart by `dataset` alone. `''` is the plain one. */
  readonly instance: string;
  readonly plugin: FluentBitPlugin;
  /** Value of the record's key {@link DATASET_KEY}. */
  readonly dataset: string;
}

/** What a configuration calls the plugin of a delivery. Names of outputs hold no dot, so that no two share one. */
export const placeOfDelivery = ({ name }: LogOutput, { instance }: { readonly instance: string }) =>
  instance === '' ? name : `${name}.${instance}`;

/** The key of a record that says which dataset its route puts it into. */
export const DATASET_KEY = 'dataset';

/** Where logs are sent. What an agent can send to implements that agent's interface, such as {@link IFluentBitOutput}. */
export abstract class LogOutput {
  /** Credentials, by the environment variables that its renderers name. */
  readonly credentials: readonly OutputCredential[] = [];
  /** Secrets whose keys its renderers name as files. */
  readonly files: readonly ExpectedSecret[] = [];
  abstract readonly egress: readonly OutputEgress[];
  /** Where lines go whose target names neither dataset nor index. */
  readonly defaultDataset: string = 'kubernetes';
  /** What it prints ends up in the agent's own log: sent there, that log would feed itself. */
  readonly printsToOwnLog: boolean = false;
  /** Whether it holds lines of its own that it sends when the agent ends. */
  readonly sendsAtEnd: boolean = false;
  /** In sentences, what does not hold for it of all that agents promise. @default - nothing */
  readonly exception?: string;
  /** Where its lines go: for two of one class, the same text says that it is one place. @default - nobody can tell */
  readonly destination?: string;

  /** @param name unique among the outputs of an agent; its metrics and routes know it by this */
  constructor(readonly name: string) {
    refuse(`output ${shown(name)}`, validateOutputName(name));
  }

  /** What of a target it cannot do. */
  validateTarget(target: LogTarget): Problem[] {
    return [
      ...(target.index === undefined
        ? []
        : [
            {
              what: `'index' is '${target.index}', and output '${this.name}' has no indices`,
              fix: `write dataset: '${target.index}'`,
            },
          ]),
      ...this.validateRetention(target),
      ...(['shards', 'replicas'] as const)
        .filter((prop) => target[prop] !== undefined)
        .map((prop) => ({
          what: `'${prop}' is ${target[prop]}, and output '${this.name}' has no indices`,
          fix: 'leave it out',
        })),
    ];
  }

  /** What is wrong with the retention of a target; most outputs cannot delete. */
  protected validateRetention({ retention, keepForever }: LogTarget): Problem[] {
    if (retention === undefined && !keepForever) return [];
    const said = keepForever ? "'keepForever' is true" : `'retention' is '${retention}'`;
    return [
      {
        what: `${said}, and output '${this.name}' cannot say when lines are deleted`,
        fix: 'leave it out, and set it where the lines are stored',
      },
    ];
  }

  /** Tells the other side who is going to connect. */
  allowFrom(_agent: PodPeer): void {}
}

/** Refuses wrong props of an output, all that is wrong at once. */
export function checkOutput<P extends object>(
  name: string,
  props: P,
  shape: Shape<P>,
  validate: (fit: P) => readonly Problem[],
): void {
  const { fit, problems } = fitProps(props, shape);
  refuse(`output '${name}'`, [...problems, ...validate(fit)]);
}

/** Name of the environment variable for a credential of an output. */
export const variableOf = (output: string, what: string) =>
  `${output}_${what}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');

/** A credential of an output, if it has one. */
export const credentialOf = (
  output: string,
  what: string,
  secret: SecretKey | undefined,
  more: Omit<ExpectedSecret, 'secret'>,
): OutputCredential[] =>
  secret === undefined ? [] : [{ variable: variableOf(output, what), expected: { secret, ...more } }];

/** An output that Fluent Bit can send to. */
export interface IFluentBitOutput extends LogOutput {
  /** How lines of this target are sent. Called any number of times; the answer is always the same. */
  fluentBit(target: LogTarget, files: FluentBitFiles): FluentBitDelivery;
}

function validateOutputName(name: string): Problem[] {
  if (typeof name === 'string' && /^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$/.test(name)) return [];
  return [
    {
      what: `${shown(name)} is no name of an output`,
      fix: "use at most 40 of 'a-z', '0-9' and '-', with a letter in front, such as 'elasticsearch'",
    },
  ];
}
