/*
 * What libwbxml needs for one document: nanoseconds per decode (octets to tree) and per encode (tree to octets), a line
 * of both for each line with the numbers of runs on standard input, so that rounds can alternate with somebody else's.
 * The first line is its version. Built by wbxml-peer.ts. Usage: wbxml-peer FILE
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <wbxml/wbxml.h>
#include <wbxml/wbxml_config.h>

/* The library exports its tree, Debian's headers do not declare it. */
typedef struct WBXMLTree_s WBXMLTree;
WBXMLError wbxml_tree_from_wbxml(WB_UTINY *octets, WB_ULONG length, int language, int charset, WBXMLTree **tree);
WBXMLError wbxml_tree_to_wbxml(WBXMLTree *tree, WB_UTINY **octets, WB_ULONG *length, WBXMLGenWBXMLParams *params);
void wbxml_tree_destroy(WBXMLTree *tree);

static WB_UTINY octets[4 * 1024 * 1024];
static WB_ULONG length;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

/* Nanoseconds per decode, or less than nothing when it fails. */
static double decode(int runs) {
    double began = now();
    for (int run = 0; run < runs; run++) {
        WBXMLTree *tree = NULL;
        if (wbxml_tree_from_wbxml(octets, length, 0, 0, &tree) != WBXML_OK) return -1;
        wbxml_tree_destroy(tree);
    }
    return (now() - began) / runs;
}

/* Nanoseconds per encode, or less than nothing when it fails. */
static double encode(WBXMLTree *tree, int runs) {
    double began = now();
    for (int run = 0; run < runs; run++) {
        WB_UTINY *written = NULL;
        WB_ULONG size = 0;
        WBXMLGenWBXMLParams params = {WBXML_VERSION_12, FALSE, FALSE, FALSE};
        if (wbxml_tree_to_wbxml(tree, &written, &size, &params) != WBXML_OK) return -1;
        free(written);
    }
    return (now() - began) / runs;
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    FILE *file = fopen(argv[1], "rb");
    if (file == NULL) return 2;
    length = fread(octets, 1, sizeof octets, file);
    fclose(file);
    WBXMLTree *tree = NULL;
    if (wbxml_tree_from_wbxml(octets, length, 0, 0, &tree) != WBXML_OK) return 1;
    printf("%s\n", WBXML_LIB_VERSION);
    fflush(stdout);
    int decodes, encodes;
    while (scanf("%d %d", &decodes, &encodes) == 2) {
        printf("%.0f %.0f\n", decode(decodes), encode(tree, encodes));
        fflush(stdout);
    }
    return 0;
}
