package main

import (
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// scripts are the ways in which all registries answer: 404 to everything; after a challenge of Basic or Bearer; Bearer with
// a token server that takes no POST; http alone.
var scripts = []string{"404", "basic", "bearer", "bearer-get", "plain"}

// recorder takes the place of the network.
type recorder struct {
	script   string
	requests []string
}

// record puts the recorder into a client. It sees the TLS settings that the client would have used.
func (r *recorder) record(client *http.Client) error {
	client.Transport = &transport{r, marksOf(client.Transport.(*http.Transport).TLSClientConfig)}
	return nil
}

func marksOf(settings *tls.Config) string {
	marks := ""
	if settings.InsecureSkipVerify {
		marks += " skip"
	}
	if settings.RootCAs != nil {
		marks += " ca"
	}
	if len(settings.Certificates) > 0 {
		marks += " cert"
	}
	return marks
}

type transport struct {
	recorder *recorder
	marks    string
}

func (t *transport) RoundTrip(request *http.Request) (*http.Response, error) {
	credential, err := credentialOf(request)
	if err != nil {
		return nil, err
	}
	answer, err := t.recorder.answer(request, credential)
	said := ""
	if err != nil {
		said = err.Error()
	} else {
		said = fmt.Sprint(answer.StatusCode)
	}
	address := request.URL.Scheme + "://" + request.URL.Host + request.URL.RequestURI()
	line := fmt.Sprintf("%s %s%s%s -> %s", request.Method, address, credential, t.marks, said)
	t.recorder.requests = append(t.recorder.requests, line)
	return answer, err
}

// credentialOf describes what a request shows of a credential: " [basic user]", " [bearer]", or the form of a token request.
func credentialOf(request *http.Request) (string, error) {
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err != nil {
			return "", err
		}
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return "", err
		}
		if user := form.Get("username"); user != "" {
			return " {password " + user + "}", nil
		}
		return " {refresh_token}", nil
	}
	if user, _, ok := request.BasicAuth(); ok {
		return " [basic " + user + "]", nil
	}
	if strings.HasPrefix(request.Header.Get("Authorization"), "Bearer ") {
		return " [bearer]", nil
	}
	return "", nil
}

const tokenServer = "auth-of-"

var noName = regexp.MustCompile(`[^\w.-]`)

func (r *recorder) answer(request *http.Request, credential string) (*http.Response, error) {
	scheme, host := request.URL.Scheme, request.URL.Host
	if scheme != "http" && scheme != "https" {
		return nil, fmt.Errorf("unsupported protocol scheme %q", scheme)
	}
	if strings.HasPrefix(host, tokenServer) {
		if request.Method == http.MethodPost && r.script == "bearer-get" {
			return response(request, http.StatusNotFound, "", ""), nil
		}
		return response(request, http.StatusOK, `{"token":"t","access_token":"t"}`, ""), nil
	}
	if r.script == "plain" && scheme == "https" {
		return nil, tls.RecordHeaderError{
			Msg:          "first record does not look like a TLS handshake",
			RecordHeader: [5]byte([]byte("HTTP/")),
		}
	}
	switch {
	case r.script == "basic" && credential == "":
		return response(request, http.StatusUnauthorized, "", `Basic realm="r"`), nil
	case strings.HasPrefix(r.script, "bearer") && credential == "":
		realm := "https://" + tokenServer + noName.ReplaceAllString(host, "_") + "/token"
		return response(request, http.StatusUnauthorized, "", fmt.Sprintf(`Bearer realm=%q,service=%q`, realm, host)), nil
	}
	return response(request, http.StatusNotFound, "", ""), nil
}

func response(request *http.Request, status int, body, challenge string) *http.Response {
	header := http.Header{}
	if challenge != "" {
		header.Set("WWW-Authenticate", challenge)
	}
	return &http.Response{
		Status:     fmt.Sprintf("%d %s", status, http.StatusText(status)),
		StatusCode: status,
		Proto:      "HTTP/1.1",
		ProtoMajor: 1,
		ProtoMinor: 1,
		Header:     header,
		Body:       io.NopCloser(strings.NewReader(body)),
		Request:    request,
	}
}
