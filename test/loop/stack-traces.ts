/** Stack traces as programs print them, which are one record each. */
export const STACK_TRACES = {
  java: [
    [
      'Exception in thread "main" java.lang.IllegalStateException: no',
      '\tat shop.Main.run(Main.java:7)',
      '\tSuppressed: shop.Pool$CloseException: 2',
      '\t\tat shop.Pool.close(Pool.java:26)',
      'Caused by: java.lang.NullPointerException',
      '\tat shop.Main.main(Main.java:3)',
      '\t... 2 more',
    ],
    ['java.lang.Exception: one', '\tat shop.Main.run(Main.java:7)'],
    ['java.rmi.ServerException: no; nested exception is:', '\tjava.lang.Error: x', '\tat shop.Main.run(Main.java:7)'],
    ['shop.MailException: not sent', 'nested exception is:', 'class shop.Refused: no'],
    [
      'Unhandled exception. System.InvalidOperationException: no',
      ' ---> System.ArgumentException: x',
      '   at Shop.Run() in /app/Main.cs:line 7',
      '   --- End of inner exception stack trace ---',
      '   at Shop.Main() in /app/Main.cs:line 3',
    ],
  ],
  python: [
    [
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 3, in <module>',
      '    run()',
      '    ~~~^^',
      '  File "/app/main.py", line 2, in run',
      '    raise ValueError("no")',
      'ValueError: no',
    ],
    [
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 2, in run',
      '    stock[item]',
      "KeyError: 'pears'",
      '',
      'During handling of the above exception, another exception occurred:',
      '',
      'Traceback (most recent call last):',
      '  File "/app/main.py", line 4, in run',
      '    raise NoStock',
      'shop.run.<locals>.NoStock',
    ],
    [
      '  + Exception Group Traceback (most recent call last):',
      '  |   File "/app/main.py", line 3, in <module>',
      '  |     run()',
      '  | ExceptionGroup: two (2 sub-exceptions)',
      '  +-+---------------- 1 ----------------',
      '    | ValueError: 1',
      '    +------------------------------------',
    ],
  ],
  go: [
    [
      'panic: no',
      '',
      'goroutine 1 [running]:',
      'main.run(...)',
      '\t/app/main.go:7',
      'main.main()',
      '\t/app/main.go:3 +0x1d',
    ],
    [
      'panic: runtime error: invalid memory address or nil pointer dereference',
      '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45]',
      '',
      'goroutine 1 [running]:',
      'main.main()',
      '\t/app/main.go:3 +0x1d',
      '',
      'goroutine 2 [select]:',
      'net/http.(*Server).Serve(0xc0, {0x7, 0x8})',
      '\t/usr/http/server.go:3 +0x1d',
      'created by main.main in goroutine 1',
      '\t/app/main.go:9 +0x1d',
    ],
  ],
  ruby: [
    ["/app/main.rb:3:in `run': no (RuntimeError)", "\tfrom /app/main.rb:7:in `<main>'"],
    ["/app/main.rb:3:in 'Shop#run': no (RuntimeError)", "\tfrom /app/main.rb:7:in '<main>'"],
  ],
} as const;

/** The languages of these traces. */
export const TRACE_LANGUAGES = Object.keys(STACK_TRACES) as (keyof typeof STACK_TRACES)[];
