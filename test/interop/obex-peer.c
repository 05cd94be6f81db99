/*
 * libopenobex on a serial line, as one end of a cable. Built and driven by obex-peer.ts.
 *
 *   obex-peer LINE serve PACKET   a modem that AT+CPROT=0 switches to OBEX, then an OBEX server until DISCONNECT
 *   obex-peer LINE sink PACKET    an OBEX server at once, which takes every object and keeps none
 *   obex-peer LINE call PACKET    an OBEX client
 *
 * What an object is to say is not known here: standard input and output carry it in frames of kind(1) length(4) octets.
 *
 *   serve  out: c target · t type, h HTTP header, p object (answer: r code) · g type (answer: h HTTP header, o object, or
 *          r code) · d after DISCONNECT
 *   call   in: c target · t type, h HTTP header, p object · g type · n octets of zeros to put · d
 *          out: r code (0: it cannot read the response), or for a GET h HTTP header and o object; for n the nanoseconds it took as text
 *   all    out: l when the line is open, e what went wrong, as text
 */
#include <fcntl.h>
#include <openobex/obex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct octets {
    uint8_t *at;
    uint32_t length;
};

static int line_fd;
static int packet;
static int is_sink;
/* Client: the response to the request under way. */
static int is_done, response;
static uint32_t connection;
/* Server: DISCONNECT has been answered. */
static int has_left;

static void say(char kind, const void *data, uint32_t length) {
    uint8_t head[5] = {kind, length >> 24, length >> 16, length >> 8, length};
    fwrite(head, 1, sizeof head, stdout);
    if (length > 0) fwrite(data, 1, length, stdout);
    fflush(stdout);
}

static void complain(const char *format, ...) {
    char text[200];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    say('e', text, strlen(text));
}

/* The next frame; ends the program when there is none any more. */
static char hear(struct octets *data) {
    uint8_t head[5];
    if (fread(head, 1, sizeof head, stdin) != sizeof head) exit(0);
    data->length = (uint32_t)head[1] << 24 | head[2] << 16 | head[3] << 8 | head[4];
    data->at = malloc(data->length + 1);
    if (fread(data->at, 1, data->length, stdin) != data->length) exit(0);
    data->at[data->length] = 0;
    return head[0];
}

static void add(obex_t *obex, obex_object_t *object, uint8_t id, const void *data, uint32_t length) {
    obex_headerdata_t value = {.bs = data};
    if (OBEX_ObjectAddHeader(obex, object, id, value, length, 0) < 0) complain("header %02x does not fit", id);
}

static void add_number(obex_t *obex, obex_object_t *object, uint8_t id, uint32_t number) {
    obex_headerdata_t value = {.bq4 = number};
    if (OBEX_ObjectAddHeader(obex, object, id, value, 4, 0) < 0) complain("header %02x does not fit", id);
}

/* The first header with this identifier, as octets; length 0 when there is none. */
static struct octets find(obex_t *obex, obex_object_t *object, uint8_t wanted) {
    uint8_t id;
    obex_headerdata_t value;
    uint32_t length;
    struct octets found = {(uint8_t *)"", 0};
    OBEX_ObjectReParseHeaders(obex, object);
    while (OBEX_ObjectGetNextHeader(obex, object, &id, &value, &length) == 1)
        if (id == wanted && found.length == 0) found = (struct octets){(uint8_t *)value.bs, length};
    return found;
}

static uint32_t find_number(obex_t *obex, obex_object_t *object, uint8_t wanted) {
    uint8_t id;
    obex_headerdata_t value;
    uint32_t length;
    OBEX_ObjectReParseHeaders(obex, object);
    while (OBEX_ObjectGetNextHeader(obex, object, &id, &value, &length) == 1)
        if (id == wanted) return value.bq4;
    return 0;
}

static void tell(obex_t *obex, obex_object_t *object, char kind, uint8_t id) {
    struct octets found = find(obex, object, id);
    if (found.length > 0) say(kind, found.at, found.length);
}

/* ---- server ---- */

static void serve_connect(obex_t *obex, obex_object_t *object) {
    struct octets target = find(obex, object, OBEX_HDR_TARGET);
    say('c', target.at, target.length);
    if (target.length != 9 || memcmp(target.at, "SYNCML-DM", 9) != 0) {
        OBEX_ObjectSetRsp(object, OBEX_RSP_NOT_ACCEPTABLE, OBEX_RSP_NOT_ACCEPTABLE);
        return;
    }
    OBEX_ObjectSetRsp(object, OBEX_RSP_SUCCESS, OBEX_RSP_SUCCESS);
    add_number(obex, object, OBEX_HDR_CONNECTION, 7);
    add(obex, object, OBEX_HDR_WHO, target.at, target.length);
}

static void serve_put(obex_t *obex, obex_object_t *object) {
    struct octets answer;
    if (is_sink) {
        OBEX_ObjectSetRsp(object, OBEX_RSP_SUCCESS, OBEX_RSP_SUCCESS);
        return;
    }
    tell(obex, object, 't', OBEX_HDR_TYPE);
    tell(obex, object, 'h', OBEX_HDR_HTTP);
    struct octets body = find(obex, object, OBEX_HDR_BODY);
    say('p', body.at, body.length);
    if (hear(&answer) != 'r') exit(1);
    OBEX_ObjectSetRsp(object, OBEX_RSP_CONTINUE, answer.at[0] & 0x7f);
    free(answer.at);
}

static void serve_get(obex_t *obex, obex_object_t *object) {
    struct octets type = find(obex, object, OBEX_HDR_TYPE), answer;
    say('g', type.at, type.length);
    char kind = hear(&answer);
    if (kind == 'h') {
        add(obex, object, OBEX_HDR_HTTP, answer.at, answer.length);
        free(answer.at);
        kind = hear(&answer);
    }
    if (kind == 'o') {
        OBEX_ObjectSetRsp(object, OBEX_RSP_CONTINUE, OBEX_RSP_SUCCESS);
        add_number(obex, object, OBEX_HDR_LENGTH, answer.length);
        add(obex, object, OBEX_HDR_BODY, answer.at, answer.length);
    } else {
        int code = answer.at[0] & 0x7f;
        OBEX_ObjectSetRsp(object, code, code);
    }
    free(answer.at);
}

static void serve(obex_t *obex, obex_object_t *object, int event, int command) {
    if (event == OBEX_EV_REQHINT) OBEX_ObjectSetRsp(object, OBEX_RSP_CONTINUE, OBEX_RSP_SUCCESS);
    if (event == OBEX_EV_REQDONE && command == OBEX_CMD_DISCONNECT) has_left = 1;
    if (event != OBEX_EV_REQ) return;
    if (command == OBEX_CMD_CONNECT) serve_connect(obex, object);
    else if (command == OBEX_CMD_PUT) serve_put(obex, object);
    else if (command == OBEX_CMD_GET) serve_get(obex, object);
    else if (command == OBEX_CMD_DISCONNECT) OBEX_ObjectSetRsp(object, OBEX_RSP_SUCCESS, OBEX_RSP_SUCCESS);
    else OBEX_ObjectSetRsp(object, OBEX_RSP_NOT_IMPLEMENTED, OBEX_RSP_NOT_IMPLEMENTED);
}

/* ---- both ---- */

static void happened(obex_t *obex, obex_object_t *object, int mode, int event, int command, int code) {
    if (event == OBEX_EV_LINKERR) exit(0);
    if (event == OBEX_EV_PARSEERR) {
        is_done = 1;
        response = -1;
    }
    if (mode == OBEX_MODE_SERVER) {
        if (event == OBEX_EV_PARSEERR) complain("libopenobex cannot read what came");
        serve(obex, object, event, command);
        return;
    }
    if (event != OBEX_EV_REQDONE) return;
    is_done = 1;
    response = code;
    if (command == OBEX_CMD_CONNECT) {
        connection = find_number(obex, object, OBEX_HDR_CONNECTION);
    }
    if (command == OBEX_CMD_GET && code == OBEX_RSP_SUCCESS) {
        struct octets body = find(obex, object, OBEX_HDR_BODY);
        tell(obex, object, 'h', OBEX_HDR_HTTP);
        if (body.length > 0) say('o', body.at, body.length);
    }
}

static obex_t *on_line(void) {
    obex_t *obex = OBEX_Init(OBEX_TRANS_FD, happened, 0);
    if (obex == NULL) exit(1);
    OBEX_SetTransportMTU(obex, packet, packet);
    if (FdOBEX_TransportSetup(obex, dup(line_fd), dup(line_fd), 0) < 0) exit(1);
    return obex;
}

/* ---- modem ---- */

static void answer_at(const char *text) {
    if (write(line_fd, text, strlen(text)) < 0) exit(0);
}

/* Returns when the line has been switched to OBEX. */
static void be_a_modem(void) {
    char command[200];
    size_t length = 0;
    for (;;) {
        char octet;
        if (read(line_fd, &octet, 1) != 1) exit(0);
        if (octet != '\r') {
            if (octet >= ' ' && length < sizeof command - 1) command[length++] = octet;
            continue;
        }
        command[length] = 0;
        length = 0;
        if (strcmp(command, "AT+CPROT=0") == 0) {
            answer_at("\r\nCONNECT\r\n");
            return;
        }
        if (strcmp(command, "AT+CGMI") == 0) answer_at("\r\nOpenOBEX\r\n\r\nOK\r\n");
        else if (strcmp(command, "AT+CGMM") == 0) answer_at("\r\n+CGMM: Peer\r\n\r\nOK\r\n");
        else answer_at(strcmp(command, "AT") == 0 ? "\r\nOK\r\n" : "\r\nERROR\r\n");
    }
}

/* ---- client ---- */

static int ask(obex_t *obex, obex_object_t *object) {
    is_done = 0;
    if (OBEX_Request(obex, object) < 0) return -1;
    while (!is_done)
        if (OBEX_HandleInput(obex, 30) <= 0) return -1;
    return response;
}

static void say_response(int code) {
    uint8_t octet = code < 0 ? 0 : code | OBEX_FINAL;
    say('r', &octet, 1);
}

static void put(obex_t *obex, const struct octets *type, const struct octets *http, const struct octets *body) {
    obex_object_t *object = OBEX_ObjectNew(obex, OBEX_CMD_PUT);
    add_number(obex, object, OBEX_HDR_CONNECTION, connection);
    if (type->length > 0) add(obex, object, OBEX_HDR_TYPE, type->at, type->length + 1);
    add_number(obex, object, OBEX_HDR_LENGTH, body->length);
    if (http->length > 0) add(obex, object, OBEX_HDR_HTTP, http->at, http->length);
    add(obex, object, OBEX_HDR_BODY, body->at, body->length);
    response = ask(obex, object);
}

static void put_zeros(obex_t *obex, uint32_t length) {
    struct octets none = {(uint8_t *)"", 0}, zeros = {calloc(length, 1), length};
    struct timespec began, ended;
    char text[40];
    clock_gettime(CLOCK_MONOTONIC, &began);
    put(obex, &none, &none, &zeros);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    free(zeros.at);
    if (response != OBEX_RSP_SUCCESS) complain("the object was refused: %02x", response);
    snprintf(text, sizeof text, "%.0f", (ended.tv_sec - began.tv_sec) * 1e9 + (ended.tv_nsec - began.tv_nsec));
    say('n', text, strlen(text));
}

static void call(void) {
    obex_t *obex = on_line();
    struct octets data, type = {(uint8_t *)"", 0}, http = type;
    obex_object_t *object;
    for (;;) {
        char kind = hear(&data);
        switch (kind) {
        case 't':
            type = data;
            continue;
        case 'h':
            http = data;
            continue;
        case 'c':
            object = OBEX_ObjectNew(obex, OBEX_CMD_CONNECT);
            add(obex, object, OBEX_HDR_TARGET, data.at, data.length);
            say_response(ask(obex, object));
            break;
        case 'p':
            put(obex, &type, &http, &data);
            say_response(response);
            type.length = http.length = 0;
            break;
        case 'g':
            object = OBEX_ObjectNew(obex, OBEX_CMD_GET);
            add_number(obex, object, OBEX_HDR_CONNECTION, connection);
            add(obex, object, OBEX_HDR_TYPE, data.at, data.length + 1);
            say_response(ask(obex, object));
            break;
        case 'n':
            put_zeros(obex, strtoul((char *)data.at, NULL, 10));
            break;
        case 'd':
            object = OBEX_ObjectNew(obex, OBEX_CMD_DISCONNECT);
            add_number(obex, object, OBEX_HDR_CONNECTION, connection);
            say_response(ask(obex, object));
            break;
        }
        free(data.at);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    line_fd = open(argv[1], O_RDWR | O_NOCTTY);
    packet = atoi(argv[3]);
    is_sink = strcmp(argv[2], "sink") == 0;
    struct termios settings;
    if (line_fd < 0 || tcgetattr(line_fd, &settings) < 0) return 2;
    cfmakeraw(&settings);
    tcsetattr(line_fd, TCSANOW, &settings);
    say('l', "", 0);
    if (strcmp(argv[2], "call") == 0) call();
    for (;;) {
        if (!is_sink) be_a_modem();
        obex_t *obex = on_line();
        has_left = 0;
        while (!has_left)
            if (OBEX_HandleInput(obex, 60) < 0) return 0;
        OBEX_Cleanup(obex);
        if (!is_sink) say('d', "", 0);
    }
}
