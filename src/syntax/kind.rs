//! tree-sitter-go's node kinds and fields as enums, so that the rest can match on them.

use std::sync::LazyLock;

use tree_sitter::Language;

/// Declares an enum of node kinds and the table from tree-sitter's spelling to it.
macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $spelling:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum $name {
            $($variant,)*
            /// Any other.
            Other,
        }

        impl $name {
            fn from_spelling(spelling: &str) -> $name {
                match spelling {
                    $($spelling => $name::$variant,)*
                    _ => $name::Other,
                }
            }
        }
    };
}

spelled! {
    /// A named node's kind, or a token's spelling.
    Kind {
        // Tokens that say something the fields do not. All others are `Other`.
        Arrow = "<-",
        Assign = "=",
        Chan = "chan",
        Colon = ":",
        Define = ":=",
        OpenBrace = "{",
        OpenParen = "(",
        Star = "*",
        Add = "+",
        Sub = "-",
        Div = "/",
        Rem = "%",
        And = "&",
        Or = "|",
        Xor = "^",
        AndNot = "&^",
        ShiftLeft = "<<",
        ShiftRight = ">>",
        Equal = "==",
        NotEqual = "!=",
        Less = "<",
        LessEqual = "<=",
        Greater = ">",
        GreaterEqual = ">=",
        LogicalAnd = "&&",
        LogicalOr = "||",
        Not = "!",
        AddAssign = "+=",
        SubAssign = "-=",
        MulAssign = "*=",
        DivAssign = "/=",
        RemAssign = "%=",
        AndAssign = "&=",
        OrAssign = "|=",
        XorAssign = "^=",
        AndNotAssign = "&^=",
        ShiftLeftAssign = "<<=",
        ShiftRightAssign = ">>=",
        // Names and literals.
        Identifier = "identifier",
        BlankIdentifier = "blank_identifier",
        FieldIdentifier = "field_identifier",
        LabelName = "label_name",
        PackageIdentifier = "package_identifier",
        TypeIdentifier = "type_identifier",
        Dot = "dot",
        Nil = "nil",
        True = "true",
        False = "false",
        Iota = "iota",
        IntLiteral = "int_literal",
        FloatLiteral = "float_literal",
        ImaginaryLiteral = "imaginary_literal",
        RuneLiteral = "rune_literal",
        InterpretedStringLiteral = "interpreted_string_literal",
        RawStringLiteral = "raw_string_literal",
        Comment = "comment",
        // Declarations.
        SourceFile = "source_file",
        PackageClause = "package_clause",
        ImportDeclaration = "import_declaration",
        ImportSpec = "import_spec",
        ImportSpecList = "import_spec_list",
        ConstDeclaration = "const_declaration",
        ConstSpec = "const_spec",
        VarDeclaration = "var_declaration",
        VarSpec = "var_spec",
        VarSpecList = "var_spec_list",
        TypeDeclaration = "type_declaration",
        TypeSpec = "type_spec",
        TypeAlias = "type_alias",
        FunctionDeclaration = "function_declaration",
        MethodDeclaration = "method_declaration",
        TypeParameterList = "type_parameter_list",
        TypeParameterDeclaration = "type_parameter_declaration",
        ParameterList = "parameter_list",
        ParameterDeclaration = "parameter_declaration",
        VariadicParameterDeclaration = "variadic_parameter_declaration",
        // Types.
        ParenthesizedType = "parenthesized_type",
        GenericType = "generic_type",
        TypeArguments = "type_arguments",
        PointerType = "pointer_type",
        ArrayType = "array_type",
        ImplicitLengthArrayType = "implicit_length_array_type",
        SliceType = "slice_type",
        StructType = "struct_type",
        FieldDeclarationList = "field_declaration_list",
        FieldDeclaration = "field_declaration",
        NegatedType = "negated_type",
        InterfaceType = "interface_type",
        MethodElem = "method_elem",
        TypeElem = "type_elem",
        TypeConstraint = "type_constraint",
        MapType = "map_type",
        ChannelType = "channel_type",
        FunctionType = "function_type",
        QualifiedType = "qualified_type",
        // Statements.
        Block = "block",
        StatementList = "statement_list",
        EmptyStatement = "empty_statement",
        ExpressionStatement = "expression_statement",
        SendStatement = "send_statement",
        ReceiveStatement = "receive_statement",
        IncStatement = "inc_statement",
        DecStatement = "dec_statement",
        AssignmentStatement = "assignment_statement",
        ShortVarDeclaration = "short_var_declaration",
        LabeledStatement = "labeled_statement",
        FallthroughStatement = "fallthrough_statement",
        BreakStatement = "break_statement",
        ContinueStatement = "continue_statement",
        GotoStatement = "goto_statement",
        ReturnStatement = "return_statement",
        GoStatement = "go_statement",
        DeferStatement = "defer_statement",
        IfStatement = "if_statement",
        ForStatement = "for_statement",
        ForClause = "for_clause",
        RangeClause = "range_clause",
        ExpressionSwitchStatement = "expression_switch_statement",
        ExpressionCase = "expression_case",
        DefaultCase = "default_case",
        TypeSwitchStatement = "type_switch_statement",
        TypeCase = "type_case",
        SelectStatement = "select_statement",
        CommunicationCase = "communication_case",
        // Expressions.
        ExpressionList = "expression_list",
        ParenthesizedExpression = "parenthesized_expression",
        CallExpression = "call_expression",
        VariadicArgument = "variadic_argument",
        ArgumentList = "argument_list",
        SelectorExpression = "selector_expression",
        IndexExpression = "index_expression",
        SliceExpression = "slice_expression",
        TypeAssertionExpression = "type_assertion_expression",
        TypeConversionExpression = "type_conversion_expression",
        TypeInstantiationExpression = "type_instantiation_expression",
        CompositeLiteral = "composite_literal",
        LiteralValue = "literal_value",
        LiteralElement = "literal_element",
        KeyedElement = "keyed_element",
        FuncLiteral = "func_literal",
        UnaryExpression = "unary_expression",
        BinaryExpression = "binary_expression",
    }
}

spelled! {
    /// The part that a node plays in its parent; `Other` where the grammar names none.
    Part {
        Alias = "alias",
        Alternative = "alternative",
        Arguments = "arguments",
        Body = "body",
        Capacity = "capacity",
        Channel = "channel",
        Communication = "communication",
        Condition = "condition",
        Consequence = "consequence",
        Element = "element",
        End = "end",
        Field = "field",
        Function = "function",
        Index = "index",
        Initializer = "initializer",
        Key = "key",
        Label = "label",
        Left = "left",
        Length = "length",
        Name = "name",
        Operand = "operand",
        Operator = "operator",
        Package = "package",
        Parameters = "parameters",
        Path = "path",
        Receiver = "receiver",
        Result = "result",
        Right = "right",
        Start = "start",
        Tag = "tag",
        Type = "type",
        TypeArguments = "type_arguments",
        TypeParameters = "type_parameters",
        Update = "update",
        Value = "value",
    }
}

/// The Go grammar and the enums for its numbers.
pub(super) struct Grammar {
    pub(super) language: Language,
    kinds: Vec<Kind>,
    parts: Vec<Part>,
}

pub(super) static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| {
    let language = Language::from(tree_sitter_go::LANGUAGE);
    let kinds = (0..language.node_kind_count() as u16)
        .map(|id| {
            language
                .node_kind_for_id(id)
                .map_or(Kind::Other, Kind::from_spelling)
        })
        .collect();
    let parts = (0..=language.field_count() as u16)
        .map(|id| {
            language
                .field_name_for_id(id)
                .map_or(Part::Other, Part::from_spelling)
        })
        .collect();
    Grammar {
        language,
        kinds,
        parts,
    }
});

impl Kind {
    /// Whether it is a token rather than a node.
    pub(super) fn is_token(self) -> bool {
        (self as u8) < Kind::Identifier as u8
    }

    pub(super) fn is_name_or_literal(self) -> bool {
        !self.is_token() && self as u8 <= Kind::RawStringLiteral as u8
    }
}

impl Grammar {
    pub(super) fn kind(&self, id: u16) -> Kind {
        self.kinds.get(id as usize).copied().unwrap_or(Kind::Other)
    }

    pub(super) fn part(&self, id: Option<std::num::NonZeroU16>) -> Part {
        id.and_then(|id| self.parts.get(id.get() as usize))
            .copied()
            .unwrap_or(Part::Other)
    }
}
