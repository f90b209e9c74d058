import { type Problem, within } from '../../model/problem';
import type { ScrapeJob } from '../../model/scrape-job';
import { parseDuration, validateDuration, validateInteger, validateUrl } from '../../model/units';
import { scrapeEgress } from './egress';
import type { PrometheusConfig } from './model';
import { credentialIn, isServiceName, validateHttpAuth, validateScheme, validateTls } from './validate-http-client';
import { validateRelabelings } from './validate-relabelings';
import { validateTargets } from './validate-targets';

/** Of the server that the job runs on; a default timeout above a job's interval is cut to it by Prometheus itself. */
export type ScrapeDefaults = Pick<PrometheusConfig, 'scrapeInterval' | 'scrapeTimeout'>;

const PROTOCOLS = [
  'PrometheusText0.0.4',
  'PrometheusText1.0.0',
  'OpenMetricsText0.0.1',
  'OpenMetricsText1.0.0',
  'PrometheusProto',
];
/** No control characters, and no spaces around. */
const JOB_NAME = /^[^\s\p{Cc}](?:[^\p{Cc}]*[^\s\p{Cc}])?$/u;

/** All that is wrong with a scrape job by itself; with `defaults` also against the server's interval. */
export function validateScrapeJob(job: ScrapeJob, defaults?: ScrapeDefaults): Problem[] {
  return within(`scrape job '${job.name}'`, [
    ...(JOB_NAME.test(job.name ?? '')
      ? []
      : [{ what: "'name' is empty or has odd blanks", fix: "give the value of the label 'job', such as 'shop'" }]),
    ...(job.jobLabel === undefined || JOB_NAME.test(job.jobLabel)
      ? []
      : [{ what: "'jobLabel' is empty or has odd blanks", fix: "leave it out, or give a name such as 'shop'" }]),
    ...validateTargets(job),
    ...validateTimes(job, defaults),
    ...validatePath(job.path),
    ...validateParams(job.params),
    ...validateScheme('scheme', job.scheme),
    ...validateTls('tls', job.tls, job.scheme === 'https'),
    ...validateCredentials(job),
    ...validateInteger('sampleLimit', job.sampleLimit, { min: 1 }),
    ...validateInteger('targetLimit', job.targetLimit, { min: 1 }),
    ...validateInteger('labelLimit', job.labelLimit, { min: 1 }),
    ...validateProtocol(job.fallbackScrapeProtocol),
    ...validateRelabelings('relabelings', job.relabelings, 'targets'),
    ...validateRelabelings('metricRelabelings', job.metricRelabelings, 'series'),
    ...validateExpected(job),
    ...validateDuration('absence.for', job.absence?.for),
    ...validateUrl('absence.runbookUrl', job.absence?.runbookUrl),
    ...(job.absence?.alert === ''
      ? [{ what: "'absence.alert' is empty", fix: "leave it out, or give a name such as 'ShopDown'" }]
      : []),
  ]);
}

function validateTimes({ scrapeInterval, scrapeTimeout }: ScrapeJob, defaults: ScrapeDefaults | undefined): Problem[] {
  return [
    ...validateDuration('scrapeInterval', scrapeInterval),
    ...validateDuration('scrapeTimeout', scrapeTimeout),
    ...validateTimeout(scrapeTimeout, scrapeInterval ?? defaults?.scrapeInterval),
  ];
}

/** Checks that a timeout is not above the interval in force; Prometheus does not start with such a job. */
export function validateTimeout(timeout: string | undefined, interval: string | undefined): Problem[] {
  if (timeout === undefined || interval === undefined) return [];
  const [longest, given] = [parseDuration(interval), parseDuration(timeout)];
  // An interval of nothing is a problem of its own.
  if (!longest || given === undefined || given <= longest) return [];
  return [
    {
      what: `'scrapeTimeout' is '${timeout}', above the scrape interval of '${interval}'`,
      fix: `use '${interval}' or less`,
    },
  ];
}

function validatePath(path: string | undefined): Problem[] {
  if (path === undefined || /^\/[^\s?#]*$/.test(path)) return [];
  const fix = /[?#]/.test(path) ? "put what follows '?' into 'params'" : "begin it with '/', as in '/metrics'";
  return [{ what: `'path' is '${path}', which is no HTTP path`, fix }];
}

function validateParams(params: ScrapeJob['params']): Problem[] {
  return Object.entries(params ?? {})
    .filter(([name, values]) => name === '' || values.length === 0)
    .map(([name, values]) => ({
      what:
        name === ''
          ? "'params' holds a parameter without a name"
          : `'params.${name}' is ${values.length ? '' : 'empty'}`,
      fix: "give a list of values, such as { module: ['http_2xx'] }",
    }));
}

function validateCredentials(job: ScrapeJob): Problem[] {
  const { serviceAccountToken, annotatedPods, scheme } = job;
  const ways = (['serviceAccountToken', 'authorization', 'basicAuth'] as const).filter((way) => job[way]);
  return [
    ...validateHttpAuth(job),
    ...(serviceAccountToken && scheme !== 'https' && !annotatedPods
      ? [{ what: "'serviceAccountToken' is set, and the token would travel in clear text", fix: "use scheme 'https'" }]
      : []),
    ...(ways.length > 1
      ? [{ what: `${ways.map((way) => `'${way}'`).join(', ')} are given together`, fix: 'keep one of them' }]
      : []),
    ...validateClearText(job),
    ...(annotatedPods && ways.length > 0
      ? [
          {
            what: `'${ways[0]}' is set for 'annotatedPods': any pod could ask for it`,
            fix: "make a job with 'pods' for those that need credentials",
          },
        ]
      : []),
  ];
}

/** Pods, Services and nodes are reached inside the cluster; where an address leads, only its name tells. */
function validateClearText(job: ScrapeJob): Problem[] {
  const credential = credentialIn(job);
  if (credential === undefined || job.scheme === 'https') return [];
  return scrapeEgress([job]).flatMap((egress) =>
    egress.to !== 'host' || isServiceName(egress.host)
      ? []
      : [
          {
            what: `'${credential}' would travel to '${egress.host}' in clear text`,
            fix: "use scheme 'https', or a Service of the cluster by its name, such as 'db.shop.svc:9187'",
          },
        ],
  );
}

/** Fixed addresses cannot become more. */
function validateExpected({ absence, statics, probe }: ScrapeJob): Problem[] {
  const { targets } = absence ?? {};
  const fixed = (statics?.addresses ?? probe?.urls)?.length;
  return [
    ...validateInteger('absence.targets', targets, { min: 1 }),
    ...(targets !== undefined && fixed !== undefined && targets > fixed
      ? [
          {
            what: `'absence.targets' is ${targets}, and the job has ${fixed} at most, so the alert would always fire`,
            fix: `use ${fixed} or less`,
          },
        ]
      : []),
  ];
}

function validateProtocol(protocol: string | undefined): Problem[] {
  if (protocol === undefined || PROTOCOLS.includes(protocol)) return [];
  return [{ what: `'fallbackScrapeProtocol' is '${protocol}'`, fix: `use one of ${PROTOCOLS.join(', ')}` }];
}
