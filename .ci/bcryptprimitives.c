/* A stand-in for Wine before 8.13, in the test prefix only: never ship it. */
__declspec(dllimport) unsigned char __stdcall SystemFunction036(void *bytes, unsigned long length);

__declspec(dllexport) int __stdcall ProcessPrng(unsigned char *bytes, unsigned long long length) {
    while (length) {
        unsigned long part = length > 65536 ? 65536 : (unsigned long)length;
        if (!SystemFunction036(bytes, part)) return 0;
        bytes += part;
        length -= part;
    }
    return 1;
}
