/* Stands in for the vendor's library: the same calls and codes, and what a test tells it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int at_port = 1003, open_port = 0, found = 0, selected = 0;
static int answer_find = 0x9F, answer_select = 0x90, answer_read = 0x90, length = 256;
static int extra = 0, traces = 0;
static unsigned char text[256];
static char log_of_calls[4096];

static void note(const char *what) { strcat(log_of_calls, what); strcat(log_of_calls, " "); }

void set_up(int port, int find, int select, int read, int bytes, int has_extra, int leaves) {
    at_port = port; answer_find = find; answer_select = select; answer_read = read;
    length = bytes; extra = has_extra; traces = leaves; log_of_calls[0] = 0;
}
void set_card(const unsigned char *card) { memcpy(text, card, 256); }
const char *calls(void) { return log_of_calls; }

int SDT_OpenPort(int port) {
    if (port != at_port) return 0x01;
    note("open"); open_port = port; return 0x90;
}
int SDT_ClosePort(int port) {
    if (port != open_port) return 0x01;
    note("close"); open_port = found = selected = 0; return 0x90;
}
int SDT_StartFindIDCard(int port, unsigned char *answer, int opens) {
    note(opens ? "find-opens" : "find");
    if (port != open_port) return 0x02;
    memset(answer, 0, 4); found = answer_find == 0x9F; return answer_find;
}
int SDT_SelectIDCard(int port, unsigned char *answer, int opens) {
    note(opens ? "select-opens" : "select");
    if (!found) return 0x81;
    memset(answer, 0, 8); selected = answer_select == 0x90; return answer_select;
}
int SDT_ReadBaseMsg(int port, unsigned char *words, unsigned int *words_length,
                    unsigned char *photo, unsigned int *photo_length, int opens) {
    note(opens ? "read-opens" : "read");
    if (!selected) return 0x41;
    if (traces) {
        FILE *file = fopen("wz.txt", "w"); fputs("a name", file); fclose(file);
        file = fopen("zp.bmp", "w"); fputs("a face", file); fclose(file);
    }
    memcpy(words, text, 256); *words_length = length;
    memset(photo, 7, 1024); *photo_length = 1024;
    return answer_read;
}
int SDT_ReadNewAppMsg(int port, unsigned char *words, unsigned int *words_length, int opens) {
    note(opens ? "extra-opens" : "extra");
    if (!extra) return 0x91;
    memset(words, 0x20, 70); *words_length = 70;
    return 0x90;
}
