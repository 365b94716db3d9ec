/* Stands in for the printer queues of Windows: the same calls and answers, and what a test tells it. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#ifdef _WIN32
__declspec(dllimport) void SetLastError(unsigned long);
#define fail_with(code) SetLastError(code)
#else
#include <errno.h>
#define fail_with(code) (errno = (code))
#endif

typedef unsigned int DWORD;
typedef struct { const wchar_t *name, *file, *datatype; } DOC_INFO_1W;

static int opened, in_document, in_page, most, fails_at, calls_made;
static unsigned char kept[4 << 20], printed[4 << 20];
static int kept_length, printed_length;
static char log_of_calls[4096], document[256];

static int good(const char *what) {
    strcat(log_of_calls, what); strcat(log_of_calls, " ");
    return ++calls_made != fails_at;
}
void set_up(int most_at_once, int fails) {
    most = most_at_once; fails_at = fails; calls_made = printed_length = kept_length = 0;
    opened = in_document = in_page = 0; log_of_calls[0] = document[0] = 0;
}
const char *calls(void) { return log_of_calls; }
const char *documents(void) { return document; }
int leaks(void) { return opened || in_document || in_page; }
int printed_bytes(unsigned char *into) {
    memcpy(into, printed, printed_length); return printed_length;
}

int OpenPrinterW(const wchar_t *name, void **queue, void *defaults) {
    if (wcscmp(name, L"小票 Receipt")) { fail_with(1801); return 0; }
    if (!good("open")) { fail_with(5); return 0; }
    opened = 1; *queue = &opened; return 1;
}
DWORD StartDocPrinterW(void *queue, DWORD level, DOC_INFO_1W *info) {
    if (queue != &opened || level != 1 || wcscmp(info->datatype, L"RAW") || info->file) return 0;
    if (!good("document")) return 0;
    wcstombs(document, info->name, sizeof document - 1);
    in_document = 1; kept_length = 0; return 7;
}
int StartPagePrinter(void *queue) {
    if (!in_document || !good("page")) return 0;
    return in_page = 1;
}
int WritePrinter(void *queue, const void *data, DWORD length, DWORD *written) {
    if (!in_page || !good("write")) return 0;
    *written = length < (DWORD)most ? length : (DWORD)most;
    memcpy(kept + kept_length, data, *written); kept_length += *written; return 1;
}
int EndPagePrinter(void *queue) {
    if (!in_page || !good("end-page")) return 0;
    in_page = 0; return 1;
}
int EndDocPrinter(void *queue) {
    if (!in_document || in_page || !good("end-document")) return 0;
    in_document = 0; memcpy(printed, kept, printed_length = kept_length); return 1;
}
int AbortPrinter(void *queue) { good("abort"); in_document = in_page = 0; return 1; }
int ClosePrinter(void *queue) { good("close"); opened = 0; return 1; }
