// The client's certificate as RFC 9440 has it: a byte sequence of its DER, which is what stands between the lines of its PEM.
function field(request) {
    var pem = request.variables.ssl_client_raw_cert;
    return pem ? ':' + pem.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '') + ':' : '';
}

export default { field };
