/* The random numbers that programs written in Rust ask Windows for, and wine 8 does not offer:
   handed on to the older call that does the same. */
#include <stddef.h>

__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *buffer, unsigned long length);

__declspec(dllexport) int ProcessPrng(unsigned char *buffer, size_t length)
{
    const size_t most = 1 << 30;
    while (length > 0) {
        unsigned long part = (unsigned long)(length < most ? length : most);
        if (!SystemFunction036(buffer, part))
            return 0;
        buffer += part;
        length -= part;
    }
    return 1;
}
