//! Methods of interfaces whose contract it is that several goroutines call them at once.

use crate::model::{ExprRef, FuncId, Package};
use crate::source::Range;
use crate::syntax::ast::{ExprKind, Field};

/// A method: its interface, its name, and the types of its parameters and results, as they are written but for the names
/// of packages, which are paths here.
struct Contract {
    interface: &'static str,
    method: &'static str,
    params: &'static [&'static str],
    results: &'static [&'static str],
}

const CONTRACTS: &[Contract] = &[
    Contract {
        interface: "slog.Handler",
        method: "Handle",
        params: &["context.Context", "log/slog.Record"],
        results: &["error"],
    },
    Contract {
        interface: "slog.Handler",
        method: "WithAttrs",
        params: &["[]log/slog.Attr"],
        results: &["log/slog.Handler"],
    },
    Contract {
        interface: "http.RoundTripper",
        method: "RoundTrip",
        params: &["*net/http.Request"],
        results: &["*net/http.Response", "error"],
    },
    Contract {
        interface: "http.CookieJar",
        method: "SetCookies",
        params: &["*net/url.URL", "[]*net/http.Cookie"],
        results: &[],
    },
    Contract {
        interface: "prometheus.Collector",
        method: "Collect",
        params: &["chan<- github.com/prometheus/client_golang/prometheus.Metric"],
        results: &[],
    },
    Contract {
        interface: "balancer.Picker",
        method: "Pick",
        params: &["google.golang.org/grpc/balancer.PickInfo"],
        results: &["google.golang.org/grpc/balancer.PickResult", "error"],
    },
    Contract {
        interface: "tls.ClientSessionCache",
        method: "Put",
        params: &["string", "*crypto/tls.ClientSessionState"],
        results: &[],
    },
    Contract {
        interface: "tls.ClientSessionCache",
        method: "Get",
        params: &["string"],
        results: &["*crypto/tls.ClientSessionState", "bool"],
    },
    Contract {
        interface: "memberlist.Delegate",
        method: "NotifyMsg",
        params: &["[]byte"],
        results: &[],
    },
    Contract {
        interface: "memberlist.Delegate",
        method: "GetBroadcasts",
        params: &["int", "int"],
        results: &["[][]byte"],
    },
    Contract {
        interface: "memberlist.Delegate",
        method: "LocalState",
        params: &["bool"],
        results: &["[]byte"],
    },
    Contract {
        interface: "memberlist.Delegate",
        method: "MergeRemoteState",
        params: &["[]byte", "bool"],
        results: &[],
    },
    Contract {
        interface: "stats.Handler",
        method: "HandleRPC",
        params: &["context.Context", "google.golang.org/grpc/stats.RPCStats"],
        results: &[],
    },
    Contract {
        interface: "stats.Handler",
        method: "TagRPC",
        params: &[
            "context.Context",
            "*google.golang.org/grpc/stats.RPCTagInfo",
        ],
        results: &["context.Context"],
    },
    Contract {
        interface: "credentials.PerRPCCredentials",
        method: "GetRequestMetadata",
        params: &["context.Context", "...string"],
        results: &["map[string]string", "error"],
    },
    Contract {
        interface: "oauth2.TokenSource",
        method: "Token",
        params: &[],
        results: &["*golang.org/x/oauth2.Token", "error"],
    },
    Contract {
        interface: "logrus.Hook",
        method: "Fire",
        params: &["*github.com/sirupsen/logrus.Entry"],
        results: &["error"],
    },
    Contract {
        interface: "zapcore.Core",
        method: "Write",
        params: &[
            "go.uber.org/zap/zapcore.Entry",
            "[]go.uber.org/zap/zapcore.Field",
        ],
        results: &["error"],
    },
];

/// Whether a function of this name may belong to one of these interfaces.
pub(in crate::model) fn may_be_contract(name: &str) -> bool {
    CONTRACTS.iter().any(|contract| contract.method == name)
}

impl Package<'_> {
    /// The interface to which a method belongs whose contract it is that several goroutines call it at once.
    pub(in crate::model) fn concurrent_contract_of(&self, func: FuncId) -> Option<&'static str> {
        let data = self.func(func);
        let name = &*data.name?.name;
        let mut candidates = CONTRACTS
            .iter()
            .filter(|contract| contract.method == name)
            .peekable();
        candidates.peek()?;
        let params = self.types_written(func, &data.signature.params);
        let results = self.types_written(func, &data.signature.results);
        let found =
            candidates.find(|contract| params == contract.params && results == contract.results)?;
        Some(found.interface)
    }

    /// The types of parameters or results, with the paths of packages for their names.
    fn types_written(&self, func: FuncId, fields: &[Field]) -> Vec<String> {
        let decl = func.decl;
        let each = fields.iter().flat_map(|field| {
            let text = self.with_path(ExprRef {
                decl,
                expr: field.ty,
            });
            std::iter::repeat_n(text, field.names.len().max(1))
        });
        each.collect()
    }

    fn with_path(&self, at: ExprRef) -> String {
        let ast = self.ast(at.decl);
        let whole = ast.expr(at.expr).range;
        let named = ast.exprs.iter().find_map(|expr| match &expr.kind {
            ExprKind::Selector { operand, field }
                if whole.contains(expr.range) && expr.range.end == whole.end =>
            {
                let expr_of_package = ExprRef {
                    decl: at.decl,
                    expr: *operand,
                };
                let path = self.imported_path(expr_of_package)?;
                Some((expr.range.start, path, field.name))
            }
            _ => None,
        });
        match named {
            Some((start, path, name)) => {
                let path = path
                    .strip_prefix("golang.org/x/exp/")
                    .map_or(path, |path| if path == "slog" { "log/slog" } else { path });
                let prefix = self.text(at.decl, Range::new(whole.start, start));
                format!("{prefix}{path}.{name}")
            }
            None => self.expr_text(at).to_string(),
        }
    }
}
