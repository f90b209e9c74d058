import { labelsUsed, validatePrometheusTemplate } from '../../../lib/config/go-template/prometheus-template';
import { toYaml } from '../../../lib/config/yaml';
import { itWithTool, type Tool } from '../../tools/tool';

const GOOD = [
  'plain',
  '{{ $labels.pod }} in {{ $labels.namespace }} restarts {{ $value | humanize }} times',
  '{{ .Labels.pod }}{{ .Value }}{{ .ExternalLabels.cluster }}{{ .ExternalURL }}',
  '{{ $externalLabels.cluster }}{{ $externalURL }}',
  '{{ printf "%.2f" $value }}%{{ $value | humanizePercentage }}{{ humanizeDuration $value }}{{ humanize1024 $value }}',
  '{{ with query "up == 0" }}{{ . | first | value | humanizeTimestamp }}{{ end }}',
  '{{ with printf "up{job=\'%s\'}" .Labels.job | query }}{{ . | first | label "instance" }}{{ end }}',
  '{{ range query "up" | sortByLabel "instance" }}{{ .Labels.instance }}={{ .Value }} {{ end }}',
  '{{ reReplaceAll "(.*):.*" "$1" $labels.instance }}{{ $labels.instance | stripPort | stripDomain }}',
  '{{ if match "^a" $labels.job }}{{ title $labels.job }}{{ else }}{{ toUpper $labels.job }}{{ toLower "A" }}{{ end }}',
  '{{ graphLink "up" }}{{ tableLink "up" }}{{ externalURL }}{{ pathPrefix }}{{ urlQueryEscape "a b" }}',
  '{{ (toTime $value).Format "15:04" }}{{ toDuration $value }}{{ now }}{{ parseDuration "1h" | humanizeDuration }}',
  '{{ range $name, $value := $labels }}{{ $name }}={{ $value }} {{ end }}{{ index $labels "pod" }}',
];
const BAD: readonly (readonly [string, string])[] = [
  ['{{ $labels.pod }', "line 1: '}' has no place in an action; close the action with '}}'"],
  [
    '{{ $label.pod }}',
    "line 1: variable '$label' is not set here; write '$labels', or set it before: '{{ $label := … }}'",
  ],
  ['{{ $value | humanise }}', "line 1: function 'humanise' is not known; write 'humanize'"],
  [
    '{{ toJson $labels }}',
    "line 1: function 'toJson' is not known; use a function of Go's text/template or one that Prometheus adds",
  ],
  ['{{ if $value }}', "line 1: 'if' is not closed; close it with '{{ end }}'"],
  ['{{ $labels.pod-name }}', "line 1: '.pod' is followed by '-'; mend the syntax"],
];
/** What Prometheus finds out only when the alert fires. */
const BAD_WHEN_EXPANDED: readonly (readonly [string, string])[] = [
  ['{{ .Label.pod }}', "line 1: the data of an alert has no field '.Label'; write '.Labels'"],
  [
    '{{ .Annotations.summary }}',
    "line 1: the data of an alert has no field '.Annotations'; it has .Labels, .ExternalLabels, .ExternalURL, .Value",
  ],
  ['{{ $labels.pod.name }}', "line 1: a text has no field '.name'; remove it"],
  ['{{ (query "up" | first).Metric }}', "line 1: a sample has no field '.Metric'; it has .Labels, .Value"],
  [
    '{{ humanize }}',
    "line 1: function 'humanize' is given 0 arguments; give it 1; the value before a '|' counts as the last",
  ],
  [
    '{{ template "x" }}',
    'line 1: template "x" is not defined; define it in a template file, or name one that is defined',
  ],
];

const check = (text: string) => validatePrometheusTemplate('summary', text).map(({ what, fix }) => `${what}; ${fix}`);

it.each(GOOD)('finds nothing wrong with %j', (text) => {
  expect(check(text)).toEqual([]);
});

it.each([...BAD, ...BAD_WHEN_EXPANDED])('finds what is wrong with %j', (text, problem) => {
  expect(check(text)).toEqual([`'summary', ${problem}`]);
});

describe('promtool', () => {
  const takes = (promtool: Tool, text: string) => {
    const rules = {
      groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'vector(1)', annotations: { summary: text } }] }],
    };
    return promtool.run(['check', 'rules'], toYaml(rules)).status === 0;
  };
  itWithTool('promtool', 'takes every template that is let pass', (promtool) => {
    expect(GOOD.filter((text) => !takes(promtool, text))).toEqual([]);
  });
  itWithTool('promtool', 'refuses every template with a broken syntax', (promtool) => {
    expect(BAD.filter(([text]) => takes(promtool, text))).toEqual([]);
  });
});

describe('labelsUsed', () => {
  it.each([
    ['none', 'plain {{ $value }}', []],
    ['of the variable', '{{ $labels.pod }} {{ $labels.namespace }} {{ $labels.pod }}', ['namespace', 'pod']],
    ['of the data', '{{ .Labels.pod }}', ['pod']],
    ['by index', '{{ index $labels "pod" }}{{ "job" | index .Labels }}', ['job', 'pod']],
    ['of another variable', '{{ $l := .Labels }}{{ with $l }}{{ .pod }}{{ end }}', ['pod']],
    ['in every branch', '{{ if $labels.a }}{{ $labels.b }}{{ else }}{{ $labels.c }}{{ end }}', ['a', 'b', 'c']],
    ['in a function', '{{ printf "up{job=%q}" $labels.job | query | first | value }}', ['job']],
    ['not those of a query', '{{ range query "up" }}{{ .Labels.instance }}{{ end }}', []],
    ['not the external ones', '{{ $externalLabels.cluster }}', []],
    ['as far as a broken one goes', '{{ $labels.pod }}{{ if', ['pod']],
  ])('finds %s', (_, text, labels) => {
    expect(labelsUsed(text)).toEqual(labels);
  });
});
