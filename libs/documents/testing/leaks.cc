// Fontconfig keeps what it read of the font files until the process ends: about 19 kB once, however
// many papers are drawn. LeakSanitizer asks here what not to report.
extern "C" const char* __lsan_default_suppressions();  // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
