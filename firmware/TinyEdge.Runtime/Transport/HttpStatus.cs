using TinyEdge.Bundles;

namespace TinyEdge.Runtime.Transport
{
    /// <summary>The one table from result code to HTTP status. Clients decide by the result code; the status is for proxies and people.</summary>
    public static class HttpStatus
    {
        public static int Of(ResultCode result)
        {
            switch (result)
            {
                case ResultCode.Ok:
                case ResultCode.NeedMore:
                case ResultCode.AlreadyInstalled:
                    return 200;
                case ResultCode.AuthenticationRequired:
                case ResultCode.AuthenticationFailed:
                case ResultCode.ChallengeExpired:
                    return 401;
                case ResultCode.NotFound:
                    return 404;
                case ResultCode.MethodNotAllowed:
                    return 405;
                case ResultCode.RequestTimeout:
                    return 408;
                case ResultCode.LengthRequired:
                    return 411;
                case ResultCode.PayloadTooLarge:
                    return 413;
                case ResultCode.RangeRequired:
                    return 416;
                case ResultCode.RateLimited:
                    return 429;
                case ResultCode.HeaderTooLarge:
                    return 431;
                case ResultCode.StorageFull:
                    return 507;
                case ResultCode.InternalError:
                    return 500;
                default:
                    return OfRange((int)result);
            }
        }

        /// <summary>Reason phrase of a status that <see cref="Of"/> gives.</summary>
        public static string Phrase(int status)
        {
            switch (status)
            {
                case 200: return "OK";
                case 400: return "Bad Request";
                case 401: return "Unauthorized";
                case 404: return "Not Found";
                case 405: return "Method Not Allowed";
                case 408: return "Request Timeout";
                case 409: return "Conflict";
                case 411: return "Length Required";
                case 413: return "Content Too Large";
                case 416: return "Range Not Satisfiable";
                case 422: return "Unprocessable Content";
                case 429: return "Too Many Requests";
                case 431: return "Request Header Fields Too Large";
                case 507: return "Insufficient Storage";
                default: return "Internal Server Error";
            }
        }

        private static int OfRange(int code)
        {
            if (code >= 100 && code < 200)
            {
                return 422;
            }

            if ((code >= 200 && code < 250) || (code >= 300 && code < 350))
            {
                return 409;
            }

            return code >= 350 && code < 400 ? 400 : 500;
        }
    }
}
