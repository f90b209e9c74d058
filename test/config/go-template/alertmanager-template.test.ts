import {
  validateAlertmanagerTemplate,
  validateAlertmanagerTemplateFile,
} from '../../../lib/config/go-template/alertmanager-template';
import { formatProblem } from '../../../lib/model/problem';
import { itWithTool, type Tool } from '../../tools/tool';
import { BAD, GOOD } from './alertmanager-cases';

type Options = Parameters<typeof validateAlertmanagerTemplate>[2];
const check = (text: string, options?: Options) =>
  validateAlertmanagerTemplate('title', text, options).map(({ what, fix }) => `${what}; ${fix}`);

it.each(GOOD)('finds nothing wrong with %j', (text) => {
  expect(check(text)).toEqual([]);
});

it.each(BAD)('finds what is wrong with %j', (text, problem) => {
  expect(check(text)).toEqual([`'title', ${problem}`]);
});

describe('amtool', () => {
  const renders = (amtool: Tool, text: string) =>
    amtool.run(['template', 'render', '--template.glob=/nonexistent/*', `--template.text=${text}`]).status === 0;

  itWithTool('amtool', 'renders every template that is let pass', (amtool) => {
    expect(GOOD.filter((text) => !renders(amtool, text))).toEqual([]);
  });
  itWithTool('amtool', 'fails on every template that is refused', (amtool) => {
    expect(BAD.filter(([text]) => renders(amtool, text))).toEqual([]);
  });
});

it('reports all that is wrong, with the line', () => {
  const text = '{{ .Statuss }}\n{{ range .Alerts }}\n{{ .Label }} {{ nosuch }}{{ end }}\n{{ if';
  expect(validateAlertmanagerTemplate('text', text).map((problem) => formatProblem('Routing', problem))).toEqual([
    "Routing: 'text', line 1: the data of a message has no field '.Statuss'; write '.Status'",
    "Routing: 'text', line 3: an alert has no field '.Label'; write '.Labels'",
    "Routing: 'text', line 3: function 'nosuch' is not known; use a function of Go's text/template or one that Alertmanager adds",
    "Routing: 'text', line 4: the action '{{' is not closed; mend the syntax",
  ]);
});

it('refuses an action that lost a brace, which Alertmanager would send as it stands', () => {
  expect(check('{ .Status }}')).toEqual([
    "'title', line 1: '{ .Status }}' has one brace at its beginning and two at its end, so it is sent as it stands; begin it with '{{'",
  ]);
});

it('knows the templates that the caller names', () => {
  expect(check('{{ template "team.title" . }}', { defined: ['team.title'] })).toEqual([]);
});

describe('with template files', () => {
  const files = {
    'team.tmpl': '{{ define "team.title" }}{{ .Status }}{{ end }}{{ define "team.alert" }}{{ .Labels.job }}{{ end }}',
  };

  it('knows what they define, and the files themselves', () => {
    expect(check('{{ template "team.title" . }}{{ template "team.tmpl" . }}', { files })).toEqual([]);
  });

  it('suggests a name for one that is misspelled', () => {
    expect(check('{{ template "team.titel" . }}', { files })).toEqual([
      '\'title\', line 1: template "team.titel" is not defined; write "team.title", or define it',
    ]);
  });

  it('looks into a definition with what it is handed', () => {
    expect(check('{{ template "team.alert" . }}', { files })).toEqual([
      "template file 'team.tmpl', line 1: the data of a message has no field '.Labels'; it has .Receiver, .Status, .Alerts, .NotificationReason, .GroupLabels, .CommonLabels, .CommonAnnotations, .RouteLabels, .ExternalURL",
    ]);
    expect(check('{{ range .Alerts }}{{ template "team.alert" . }}{{ end }}', { files })).toEqual([]);
  });

  it('checks a file by itself as far as it can', () => {
    const text = '{{ define "a" }}\n{{ .Anything }}{{ nosuch }}\n{{ end }}{{ template "b" }}';
    expect(validateAlertmanagerTemplateFile('x.tmpl', text).map(({ what }) => what)).toEqual([
      'template file \'x.tmpl\', line 3: template "b" is not defined',
      "template file 'x.tmpl', line 2: function 'nosuch' is not known",
    ]);
  });
});
