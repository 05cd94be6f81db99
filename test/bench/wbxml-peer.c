/*
 * What libwbxml needs for one document, on standard output: nanoseconds per decode (octets to tree) and per encode
 * (tree to octets). Built by wbxml.bench.ts. Usage: wbxml-peer FILE RUNS
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <wbxml/wbxml.h>

/* The library exports its tree, Debian's headers do not declare it. */
typedef struct WBXMLTree_s WBXMLTree;
WBXMLError wbxml_tree_from_wbxml(WB_UTINY *octets, WB_ULONG length, int language, int charset, WBXMLTree **tree);
WBXMLError wbxml_tree_to_wbxml(WBXMLTree *tree, WB_UTINY **octets, WB_ULONG *length, WBXMLGenWBXMLParams *params);
void wbxml_tree_destroy(WBXMLTree *tree);

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    FILE *file = fopen(argv[1], "rb");
    if (file == NULL) return 2;
    static WB_UTINY octets[4 * 1024 * 1024];
    WB_ULONG length = fread(octets, 1, sizeof octets, file);
    fclose(file);
    int runs = atoi(argv[2]);

    double began = now();
    for (int run = 0; run < runs; run++) {
        WBXMLTree *tree = NULL;
        if (wbxml_tree_from_wbxml(octets, length, 0, 0, &tree) != WBXML_OK) return 1;
        wbxml_tree_destroy(tree);
    }
    double decode = (now() - began) / runs;

    WBXMLTree *tree = NULL;
    if (wbxml_tree_from_wbxml(octets, length, 0, 0, &tree) != WBXML_OK) return 1;
    began = now();
    for (int run = 0; run < runs; run++) {
        WB_UTINY *written = NULL;
        WB_ULONG size = 0;
        WBXMLGenWBXMLParams params = {WBXML_VERSION_12, FALSE, FALSE, FALSE};
        if (wbxml_tree_to_wbxml(tree, &written, &size, &params) != WBXML_OK) return 1;
        free(written);
    }
    printf("%.0f %.0f\n", decode, (now() - began) / runs);
    return 0;
}
