CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.article (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    type_code character varying CONSTRAINT article_type_code_not_null1 NOT NULL,
    label character varying NOT NULL,
    size character varying,
    size_low double precision,
    size_high double precision,
    brand character varying,
    model character varying,
    note character varying,
    state character varying NOT NULL,
    discard_reason character varying,
    search character varying NOT NULL,
    added_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    gift_id integer,
    photo character varying,
    part_counts character varying,
    CONSTRAINT ck_article_discard_reason CHECK (((discard_reason IS NULL) OR ((discard_reason)::text = ANY ((ARRAY['worn_out'::character varying, 'broken'::character varying, 'recalled'::character varying, 'given_away'::character varying, 'lost'::character varying])::text[])))),
    CONSTRAINT ck_article_discarded_with_reason CHECK ((((state)::text = 'discarded'::text) = (discard_reason IS NOT NULL))),
    CONSTRAINT ck_article_state CHECK (((state)::text = ANY ((ARRAY['in_stock'::character varying, 'in_service'::character varying, 'missing'::character varying, 'discarded'::character varying, 'transferred'::character varying])::text[])))
);
CREATE SEQUENCE public.article_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.article_id_seq OWNED BY public.article.id;
CREATE TABLE public.article_state_change (
    id integer NOT NULL,
    article_id integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    state character varying NOT NULL,
    reason character varying,
    note character varying,
    CONSTRAINT ck_article_state_change_reason CHECK (((reason IS NULL) OR ((reason)::text = ANY ((ARRAY['worn_out'::character varying, 'broken'::character varying, 'recalled'::character varying, 'given_away'::character varying, 'lost'::character varying])::text[])))),
    CONSTRAINT ck_article_state_change_state CHECK (((state)::text = ANY ((ARRAY['in_stock'::character varying, 'in_service'::character varying, 'missing'::character varying, 'discarded'::character varying, 'transferred'::character varying])::text[])))
);
CREATE SEQUENCE public.article_state_change_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.article_state_change_id_seq OWNED BY public.article_state_change.id;
CREATE TABLE public.article_type (
    code character varying NOT NULL,
    category_code character varying NOT NULL,
    sort integer NOT NULL,
    name_sv character varying NOT NULL,
    name_en character varying NOT NULL,
    size_kind character varying NOT NULL,
    ask_guardian boolean NOT NULL,
    safety_check boolean NOT NULL,
    staff_sets_binding boolean NOT NULL,
    private boolean NOT NULL,
    extra_attributes character varying,
    parts_sv character varying,
    parts_en character varying,
    loan_days integer,
    CONSTRAINT ck_article_type_loan_days CHECK (((loan_days >= 1) AND (loan_days <= 366)))
);
CREATE TABLE public.barcode (
    key character varying NOT NULL,
    code character varying NOT NULL,
    article_id integer NOT NULL,
    added_at timestamp with time zone NOT NULL
);
CREATE TABLE public.booking (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    borrower_id integer NOT NULL,
    article_id integer,
    type_code character varying,
    quantity integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    note character varying,
    booked_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    fulfilled boolean NOT NULL,
    CONSTRAINT ck_booking_article_or_type CHECK (((article_id IS NULL) <> (type_code IS NULL))),
    CONSTRAINT ck_booking_order CHECK ((first_day <= last_day))
);
CREATE SEQUENCE public.booking_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.booking_id_seq OWNED BY public.booking.id;
CREATE TABLE public.borrower (
    id integer NOT NULL,
    number character varying NOT NULL,
    name character varying NOT NULL,
    kind character varying NOT NULL,
    phone character varying,
    email character varying,
    birth_year integer,
    gender character varying,
    postcode character varying,
    language character varying,
    note character varying,
    blocked boolean NOT NULL,
    protected boolean NOT NULL,
    event_key character varying NOT NULL,
    search character varying NOT NULL,
    added_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    CONSTRAINT ck_borrower_gender CHECK (((gender IS NULL) OR ((gender)::text = ANY ((ARRAY['woman'::character varying, 'man'::character varying, 'other'::character varying, 'no_answer'::character varying])::text[])))),
    CONSTRAINT ck_borrower_kind CHECK (((kind)::text = ANY ((ARRAY['person'::character varying, 'school'::character varying, 'preschool'::character varying, 'association'::character varying, 'care'::character varying, 'other'::character varying])::text[])))
);
CREATE TABLE public.borrower_card (
    key character varying NOT NULL,
    code character varying NOT NULL,
    borrower_id integer NOT NULL
);
CREATE SEQUENCE public.borrower_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.borrower_id_seq OWNED BY public.borrower.id;
CREATE TABLE public.borrower_year (
    borrower_id integer NOT NULL,
    year integer NOT NULL,
    key character varying NOT NULL
);
CREATE TABLE public.branch (
    id integer NOT NULL,
    code character varying NOT NULL,
    name character varying NOT NULL,
    timezone character varying NOT NULL,
    parent_id integer,
    revision integer NOT NULL
);
CREATE SEQUENCE public.branch_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.branch_id_seq OWNED BY public.branch.id;
CREATE TABLE public.branch_setting (
    branch_id integer NOT NULL,
    key character varying NOT NULL,
    value character varying NOT NULL
);
CREATE TABLE public.category (
    code character varying NOT NULL,
    sort integer NOT NULL,
    name_sv character varying NOT NULL,
    name_en character varying NOT NULL
);
CREATE TABLE public.check_question (
    id integer NOT NULL,
    article_id integer NOT NULL,
    loan_id integer NOT NULL,
    kind character varying NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer character varying,
    note character varying,
    operator character varying,
    CONSTRAINT ck_check_question_answer CHECK (((answer IS NULL) OR ((answer)::text = ANY ((ARRAY['well'::character varying, 'bad'::character varying, 'void'::character varying])::text[])))),
    CONSTRAINT ck_check_question_answered CHECK (((answer IS NULL) = (answered_at IS NULL))),
    CONSTRAINT ck_check_question_kind CHECK (((kind)::text = ANY ((ARRAY['safety'::character varying, 'parts'::character varying])::text[])))
);
CREATE SEQUENCE public.check_question_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.check_question_id_seq OWNED BY public.check_question.id;
CREATE TABLE public.closed_period (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    note character varying,
    CONSTRAINT ck_closed_period_order CHECK ((first_day <= last_day))
);
CREATE SEQUENCE public.closed_period_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.closed_period_id_seq OWNED BY public.closed_period.id;
CREATE TABLE public.co_borrower (
    id integer NOT NULL,
    borrower_id integer NOT NULL,
    name character varying NOT NULL,
    birth_year integer,
    gender character varying,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_co_borrower_gender CHECK (((gender IS NULL) OR ((gender)::text = ANY ((ARRAY['woman'::character varying, 'man'::character varying, 'other'::character varying, 'no_answer'::character varying])::text[]))))
);
CREATE SEQUENCE public.co_borrower_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.co_borrower_id_seq OWNED BY public.co_borrower.id;
CREATE TABLE public.desk_item (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    desk character varying NOT NULL,
    article_id integer NOT NULL,
    visit_id integer,
    added_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.desk_item_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.desk_item_id_seq OWNED BY public.desk_item.id;
CREATE TABLE public.event (
    id integer NOT NULL,
    act_key character varying NOT NULL,
    line integer NOT NULL,
    at timestamp with time zone NOT NULL,
    branch_id integer NOT NULL,
    desk character varying NOT NULL,
    operator character varying,
    kind character varying NOT NULL,
    article_id integer,
    loan_id integer,
    returned_loan_id integer,
    renewal_id integer,
    visit_id integer,
    borrower_key character varying,
    undoes integer,
    details character varying,
    CONSTRAINT ck_event_kind CHECK (((kind)::text = ANY ((ARRAY['lend'::character varying, 'return'::character varying, 'find'::character varying, 'renew'::character varying, 'answer_check'::character varying, 'move_visit'::character varying, 'undo'::character varying, 'visit_start'::character varying, 'visit_end'::character varying, 'article_add'::character varying, 'article_edit'::character varying, 'article_state'::character varying, 'article_discard'::character varying, 'borrower_add'::character varying, 'borrower_edit'::character varying, 'borrower_merge'::character varying, 'borrower_erase'::character varying, 'booking_add'::character varying, 'booking_cancel'::character varying, 'due_move'::character varying, 'due_set'::character varying, 'labels_print'::character varying, 'gift_start'::character varying, 'gift_end'::character varying, 'gift_refuse'::character varying, 'gift_edit'::character varying, 'service_open'::character varying, 'service_done'::character varying, 'service_rule'::character varying, 'recall'::character varying, 'parts_missing'::character varying, 'parts_settled'::character varying, 'stocktake_start'::character varying, 'stocktake_end'::character varying, 'stocktake_correct'::character varying, 'transfer_send'::character varying, 'transfer_receive'::character varying, 'unmet_request'::character varying, 'setting'::character varying, 'import'::character varying, 'restore'::character varying])::text[])))
);
CREATE SEQUENCE public.event_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.event_id_seq OWNED BY public.event.id;
CREATE TABLE public.gift (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    received_on date NOT NULL,
    ended_at timestamp with time zone,
    desk character varying NOT NULL,
    operator character varying,
    donor character varying,
    note character varying
);
CREATE SEQUENCE public.gift_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.gift_id_seq OWNED BY public.gift.id;
CREATE TABLE public.gift_item (
    id integer NOT NULL,
    gift_id integer NOT NULL,
    type_code character varying,
    outcome character varying NOT NULL,
    quantity integer NOT NULL,
    note character varying,
    at timestamp with time zone NOT NULL,
    undone_at timestamp with time zone,
    CONSTRAINT ck_gift_item_outcome CHECK (((outcome)::text = ANY ((ARRAY['refused'::character varying, 'recycled'::character varying])::text[]))),
    CONSTRAINT ck_gift_item_quantity CHECK (((quantity >= 1) AND (quantity <= 1000)))
);
CREATE SEQUENCE public.gift_item_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.gift_item_id_seq OWNED BY public.gift_item.id;
CREATE TABLE public.loan (
    id integer NOT NULL,
    article_id integer NOT NULL,
    borrower_id integer,
    co_borrower_id integer,
    visit_id integer NOT NULL,
    branch_id integer NOT NULL,
    desk character varying NOT NULL,
    operator character varying,
    lent_at timestamp with time zone NOT NULL,
    lent_on date NOT NULL,
    due date NOT NULL,
    returned_at timestamp with time zone,
    returned_on date,
    undone_at timestamp with time zone,
    entered_later boolean NOT NULL,
    accepted character varying NOT NULL,
    told character varying NOT NULL,
    binding_by character varying,
    binding_sole_mm integer,
    category_code character varying NOT NULL,
    type_code character varying NOT NULL,
    borrower_kind character varying NOT NULL,
    age_band character varying NOT NULL,
    gender character varying,
    postal_area character varying,
    for_co_borrower boolean NOT NULL,
    first_ever boolean NOT NULL,
    borrower_key character varying NOT NULL,
    parts_missing character varying,
    CONSTRAINT ck_loan_age_band CHECK (((age_band)::text = ANY ((ARRAY['0-6'::character varying, '7-12'::character varying, '13-15'::character varying, '16-19'::character varying, '20-25'::character varying, '26-64'::character varying, '65+'::character varying, 'unknown'::character varying])::text[]))),
    CONSTRAINT ck_loan_borrower_kind CHECK (((borrower_kind)::text = ANY ((ARRAY['person'::character varying, 'school'::character varying, 'preschool'::character varying, 'association'::character varying, 'care'::character varying, 'other'::character varying])::text[]))),
    CONSTRAINT ck_loan_due_after_lent CHECK ((due >= lent_on)),
    CONSTRAINT ck_loan_gender CHECK (((gender IS NULL) OR ((gender)::text = ANY ((ARRAY['woman'::character varying, 'man'::character varying, 'other'::character varying, 'no_answer'::character varying])::text[])))),
    CONSTRAINT ck_loan_returned_after_lent CHECK (((returned_at IS NULL) OR (returned_at >= lent_at))),
    CONSTRAINT ck_loan_returned_on CHECK (((returned_at IS NULL) = (returned_on IS NULL)))
);
CREATE SEQUENCE public.loan_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.loan_id_seq OWNED BY public.loan.id;
CREATE TABLE public.missing_part (
    id integer NOT NULL,
    article_id integer NOT NULL,
    part integer NOT NULL,
    quantity integer NOT NULL,
    loan_id integer,
    noted_at timestamp with time zone NOT NULL,
    operator character varying,
    settled_at timestamp with time zone,
    outcome character varying,
    CONSTRAINT ck_missing_part_outcome CHECK (((outcome IS NULL) OR ((outcome)::text = ANY ((ARRAY['found'::character varying, 'replaced'::character varying, 'given_up'::character varying, 'undone'::character varying])::text[])))),
    CONSTRAINT ck_missing_part_quantity CHECK (((quantity >= 1) AND (quantity <= 1000))),
    CONSTRAINT ck_missing_part_settled CHECK (((outcome IS NULL) = (settled_at IS NULL)))
);
CREATE SEQUENCE public.missing_part_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.missing_part_id_seq OWNED BY public.missing_part.id;
CREATE TABLE public.number_series (
    name character varying NOT NULL,
    next_number integer NOT NULL
);
CREATE TABLE public.opening_hours (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    weekday integer NOT NULL,
    opens character varying NOT NULL,
    closes character varying NOT NULL,
    CONSTRAINT ck_opening_hours_order CHECK (((opens)::text < (closes)::text)),
    CONSTRAINT ck_opening_hours_weekday CHECK (((weekday >= 0) AND (weekday <= 6)))
);
CREATE SEQUENCE public.opening_hours_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.opening_hours_id_seq OWNED BY public.opening_hours.id;
CREATE TABLE public.printed_label (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    key character varying NOT NULL,
    code character varying NOT NULL,
    printed_at timestamp with time zone NOT NULL,
    desk character varying NOT NULL,
    operator character varying,
    sheet character varying NOT NULL,
    cell integer
);
CREATE SEQUENCE public.printed_label_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.printed_label_id_seq OWNED BY public.printed_label.id;
CREATE TABLE public.renewal (
    id integer NOT NULL,
    loan_id integer NOT NULL,
    seq integer NOT NULL,
    old_due date NOT NULL,
    new_due date NOT NULL,
    renewed_at timestamp with time zone NOT NULL,
    renewed_on date NOT NULL,
    branch_id integer NOT NULL,
    desk character varying NOT NULL,
    operator character varying,
    undone_at timestamp with time zone,
    CONSTRAINT ck_renewal_forward CHECK ((new_due > old_due))
);
CREATE SEQUENCE public.renewal_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.renewal_id_seq OWNED BY public.renewal.id;
CREATE TABLE public.service_note (
    id integer NOT NULL,
    article_id integer NOT NULL,
    kind character varying NOT NULL,
    note character varying,
    opened_at timestamp with time zone NOT NULL,
    opened_by character varying,
    done_at timestamp with time zone,
    done_by character varying,
    done_note character varying,
    outcome character varying,
    recall character varying,
    CONSTRAINT ck_service_note_done CHECK (((outcome IS NULL) = (done_at IS NULL))),
    CONSTRAINT ck_service_note_kind CHECK (((kind)::text = ANY ((ARRAY['check'::character varying, 'wash'::character varying, 'dry'::character varying, 'sharpen'::character varying, 'wax'::character varying, 'mend'::character varying])::text[]))),
    CONSTRAINT ck_service_note_outcome CHECK (((outcome IS NULL) OR ((outcome)::text = ANY ((ARRAY['done'::character varying, 'dropped'::character varying])::text[]))))
);
CREATE SEQUENCE public.service_note_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.service_note_id_seq OWNED BY public.service_note.id;
CREATE TABLE public.service_rule (
    branch_id integer NOT NULL,
    type_code character varying NOT NULL,
    kind character varying NOT NULL,
    after_loans integer,
    season_start character varying,
    CONSTRAINT ck_service_rule_after_loans CHECK (((after_loans IS NULL) OR ((after_loans >= 1) AND (after_loans <= 1000)))),
    CONSTRAINT ck_service_rule_kind CHECK (((kind)::text = ANY ((ARRAY['check'::character varying, 'wash'::character varying, 'dry'::character varying, 'sharpen'::character varying, 'wax'::character varying, 'mend'::character varying])::text[])))
);
CREATE TABLE public.stocktake (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    category_code character varying,
    type_code character varying,
    start_event integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    started_by character varying,
    ended_at timestamp with time zone,
    CONSTRAINT ck_stocktake_scope CHECK (((category_code IS NULL) OR (type_code IS NULL)))
);
CREATE SEQUENCE public.stocktake_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.stocktake_id_seq OWNED BY public.stocktake.id;
CREATE TABLE public.stocktake_scan (
    id integer NOT NULL,
    stocktake_id integer NOT NULL,
    key character varying NOT NULL,
    code character varying NOT NULL,
    article_id integer,
    state_then character varying,
    scanned_at timestamp with time zone NOT NULL,
    desk character varying NOT NULL,
    operator character varying,
    CONSTRAINT ck_stocktake_scan_state_then CHECK (((state_then IS NULL) OR ((state_then)::text = ANY ((ARRAY['available'::character varying, 'on_loan'::character varying, 'in_service'::character varying, 'missing'::character varying, 'discarded'::character varying, 'transferred'::character varying])::text[]))))
);
CREATE SEQUENCE public.stocktake_scan_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.stocktake_scan_id_seq OWNED BY public.stocktake_scan.id;
CREATE TABLE public.transfer (
    id integer NOT NULL,
    article_id integer NOT NULL,
    kind character varying NOT NULL,
    from_branch_id integer,
    from_place character varying,
    to_branch_id integer,
    to_place character varying,
    sent_at timestamp with time zone NOT NULL,
    sent_on date NOT NULL,
    sent_by character varying,
    back_by date,
    received_at timestamp with time zone,
    received_on date,
    received_by character varying,
    undone_at timestamp with time zone,
    note character varying,
    file_key character varying,
    history character varying,
    CONSTRAINT ck_transfer_from_somewhere CHECK (((from_branch_id IS NULL) <> (from_place IS NULL))),
    CONSTRAINT ck_transfer_kind CHECK (((kind)::text = ANY ((ARRAY['given'::character varying, 'lent'::character varying])::text[]))),
    CONSTRAINT ck_transfer_to_somewhere CHECK (((to_branch_id IS NULL) <> (to_place IS NULL)))
);
CREATE SEQUENCE public.transfer_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.transfer_id_seq OWNED BY public.transfer.id;
CREATE TABLE public.unmet_request (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    type_code character varying NOT NULL,
    category_code character varying NOT NULL,
    size character varying,
    size_low double precision,
    size_high double precision,
    quantity integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    asked_on date NOT NULL,
    desk character varying NOT NULL,
    operator character varying,
    undone_at timestamp with time zone
);
CREATE SEQUENCE public.unmet_request_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.unmet_request_id_seq OWNED BY public.unmet_request.id;
CREATE TABLE public.visit (
    id integer NOT NULL,
    branch_id integer NOT NULL,
    desk character varying NOT NULL,
    borrower_id integer,
    co_borrower_id integer,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);
CREATE SEQUENCE public.visit_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.visit_id_seq OWNED BY public.visit.id;
ALTER TABLE ONLY public.article ALTER COLUMN id SET DEFAULT nextval('public.article_id_seq'::regclass);
ALTER TABLE ONLY public.article_state_change ALTER COLUMN id SET DEFAULT nextval('public.article_state_change_id_seq'::regclass);
ALTER TABLE ONLY public.booking ALTER COLUMN id SET DEFAULT nextval('public.booking_id_seq'::regclass);
ALTER TABLE ONLY public.borrower ALTER COLUMN id SET DEFAULT nextval('public.borrower_id_seq'::regclass);
ALTER TABLE ONLY public.branch ALTER COLUMN id SET DEFAULT nextval('public.branch_id_seq'::regclass);
ALTER TABLE ONLY public.check_question ALTER COLUMN id SET DEFAULT nextval('public.check_question_id_seq'::regclass);
ALTER TABLE ONLY public.closed_period ALTER COLUMN id SET DEFAULT nextval('public.closed_period_id_seq'::regclass);
ALTER TABLE ONLY public.co_borrower ALTER COLUMN id SET DEFAULT nextval('public.co_borrower_id_seq'::regclass);
ALTER TABLE ONLY public.desk_item ALTER COLUMN id SET DEFAULT nextval('public.desk_item_id_seq'::regclass);
ALTER TABLE ONLY public.event ALTER COLUMN id SET DEFAULT nextval('public.event_id_seq'::regclass);
ALTER TABLE ONLY public.gift ALTER COLUMN id SET DEFAULT nextval('public.gift_id_seq'::regclass);
ALTER TABLE ONLY public.gift_item ALTER COLUMN id SET DEFAULT nextval('public.gift_item_id_seq'::regclass);
ALTER TABLE ONLY public.loan ALTER COLUMN id SET DEFAULT nextval('public.loan_id_seq'::regclass);
ALTER TABLE ONLY public.missing_part ALTER COLUMN id SET DEFAULT nextval('public.missing_part_id_seq'::regclass);
ALTER TABLE ONLY public.opening_hours ALTER COLUMN id SET DEFAULT nextval('public.opening_hours_id_seq'::regclass);
ALTER TABLE ONLY public.printed_label ALTER COLUMN id SET DEFAULT nextval('public.printed_label_id_seq'::regclass);
ALTER TABLE ONLY public.renewal ALTER COLUMN id SET DEFAULT nextval('public.renewal_id_seq'::regclass);
ALTER TABLE ONLY public.service_note ALTER COLUMN id SET DEFAULT nextval('public.service_note_id_seq'::regclass);
ALTER TABLE ONLY public.stocktake ALTER COLUMN id SET DEFAULT nextval('public.stocktake_id_seq'::regclass);
ALTER TABLE ONLY public.stocktake_scan ALTER COLUMN id SET DEFAULT nextval('public.stocktake_scan_id_seq'::regclass);
ALTER TABLE ONLY public.transfer ALTER COLUMN id SET DEFAULT nextval('public.transfer_id_seq'::regclass);
ALTER TABLE ONLY public.unmet_request ALTER COLUMN id SET DEFAULT nextval('public.unmet_request_id_seq'::regclass);
ALTER TABLE ONLY public.visit ALTER COLUMN id SET DEFAULT nextval('public.visit_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0002');
INSERT INTO public.article VALUES (1, 1, 'hockey-skates', '20000011', '36', 36, 36, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 36 20000011 ', '2026-02-02 22:30:00+13', 1, NULL, NULL, NULL);
INSERT INTO public.article VALUES (2, 1, 'hockey-skates', '20000028', '37', 37, 37, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 37 20000028 ', '2026-02-02 22:30:00+13', 1, NULL, NULL, NULL);
INSERT INTO public.article VALUES (3, 1, 'hockey-skates', '20000035', '38', 38, 38, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 38 20000035 ', '2026-02-02 22:30:00+13', 1, NULL, NULL, NULL);
INSERT INTO public.article VALUES (4, 1, 'hockey-skates', '20000042', '39', 39, 39, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 39 20000042 ', '2026-02-02 22:30:00+13', 1, NULL, NULL, NULL);
INSERT INTO public.article VALUES (5, 1, 'hockey-skates', '20000059', '40', 40, 40, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 40 20000059 ', '2026-02-02 22:30:00+13', 1, NULL, NULL, NULL);
INSERT INTO public.article VALUES (6, 1, 'hockey-skates', '20000066', '41', 41, 41, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 41 20000066 ', '2026-02-02 22:30:00+13', 1, NULL, NULL, NULL);
INSERT INTO public.article_state_change VALUES (1, 1, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (2, 2, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (3, 3, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (4, 4, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (5, 5, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (6, 6, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_type VALUES ('hockey-skates', 'ice', 320, 'Hockeyskridskor', 'hockey skates', 'EU', false, false, false, false, 'maker''s size; sharpened date', NULL, NULL, NULL);
INSERT INTO public.article_type VALUES ('adjustable-childrens-skates', 'ice', 340, 'Barnskridskor, justerbara', 'adjustable children''s skates', 'EU_RANGE', false, false, false, false, NULL, NULL, NULL, NULL);
INSERT INTO public.barcode VALUES ('20000011', '20000011', 1, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000028', '20000028', 2, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000035', '20000035', 3, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000042', '20000042', 4, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000059', '20000059', 5, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000066', '20000066', 6, '2026-02-02 22:30:00+13');
INSERT INTO public.booking VALUES (1, 1, 2, NULL, 'hockey-skates', 1, '2026-02-12', '2026-02-12', NULL, '2026-02-12 22:44:00+13', NULL, false);
INSERT INTO public.borrower VALUES (2, '50000029', 'Kim Lund 2', 'person', '+46701740606', NULL, NULL, NULL, NULL, NULL, NULL, false, false, 'vkH-mqNNqehm4FPUFXRwLg', ' kim lund 2 50000029 0701740606 46701740606 card1 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.borrower VALUES (3, '50000036', 'Kim Lund 3', 'person', '+46701740607', NULL, NULL, NULL, NULL, NULL, NULL, false, false, '7XAUozgQYV3Wxx5cxAFatw', ' kim lund 3 50000036 0701740607 46701740607 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.borrower VALUES (4, '50000043', 'Kim Lund 4', 'person', '+46701740608', NULL, NULL, NULL, NULL, NULL, NULL, false, false, 'KDNViIqpTnRpBhffpXU1cg', ' kim lund 4 50000043 0701740608 46701740608 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.borrower_card VALUES ('CARD1', 'card1', 2);
INSERT INTO public.borrower_year VALUES (2, 2026, 'd03c81b94de05409');
INSERT INTO public.borrower_year VALUES (3, 2026, '6c503bda8077044a');
INSERT INTO public.branch VALUES (1, 'main', 'Fritidsbanken', 'Europe/Stockholm', NULL, 2);
INSERT INTO public.branch_setting VALUES (1, 'ask_birth_year', 'on');
INSERT INTO public.branch_setting VALUES (1, 'ask_gender', 'on');
INSERT INTO public.branch_setting VALUES (1, 'ask_postcode', 'on');
INSERT INTO public.category VALUES ('ice', 30, 'Is', 'Ice');
INSERT INTO public.check_question VALUES (1, 3, 3, 'safety', '2026-02-12 22:44:00+13', NULL, NULL, NULL, NULL);
INSERT INTO public.closed_period VALUES (1, 1, '2026-02-12', '2026-02-12', NULL);
INSERT INTO public.co_borrower VALUES (1, 2, 'Alva Lund', 2016, 'woman', '2026-02-12 22:44:00+13');
INSERT INTO public.desk_item VALUES (1, 1, 'two', 6, NULL, '2026-02-12 22:44:00+13');
INSERT INTO public.event VALUES (1, 'bCt6f_vV6-7xd9rSOO46Gg', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, '48bO-Dn1Qrig9RVxNhgfmA', NULL, NULL);
INSERT INTO public.event VALUES (2, 'AK1hRSxpzm3Vodk-yhO6mA', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, 'vkH-mqNNqehm4FPUFXRwLg', NULL, NULL);
INSERT INTO public.event VALUES (3, 'v3Rd-R19nOfbh5nIlZk2iA', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, '7XAUozgQYV3Wxx5cxAFatw', NULL, NULL);
INSERT INTO public.event VALUES (4, 'OqYIgXh1f8xoYOcr_xnMQw', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, 'KDNViIqpTnRpBhffpXU1cg', NULL, NULL);
INSERT INTO public.event VALUES (5, 'DIITYJiBtwqdsIxA4XwcIA', 0, '2026-02-02 22:30:00+13', 1, 'store', NULL, 'article_add', 1, NULL, NULL, NULL, NULL, NULL, NULL, '{"code": "20000011", "given": true}');
INSERT INTO public.event VALUES (6, 'IEqdKpcDBHLSF0KIYJw4Ww', 0, '2026-02-02 22:30:00+13', 1, 'store', NULL, 'article_add', 2, NULL, NULL, NULL, NULL, NULL, NULL, '{"code": "20000028", "given": true}');
INSERT INTO public.event VALUES (7, 'uT3Lw6P0xroDAWgf4P4v3w', 0, '2026-02-02 22:30:00+13', 1, 'store', NULL, 'article_add', 3, NULL, NULL, NULL, NULL, NULL, NULL, '{"code": "20000035", "given": true}');
INSERT INTO public.event VALUES (8, '4P6b89FKOch5EM2NQ-smIA', 0, '2026-02-02 22:30:00+13', 1, 'store', NULL, 'article_add', 4, NULL, NULL, NULL, NULL, NULL, NULL, '{"code": "20000042", "given": true}');
INSERT INTO public.event VALUES (9, 'xkkCu38u6rhfo0C6i58pww', 0, '2026-02-02 22:30:00+13', 1, 'store', NULL, 'article_add', 5, NULL, NULL, NULL, NULL, NULL, NULL, '{"code": "20000059", "given": true}');
INSERT INTO public.event VALUES (10, 'Y3VP6QI7WxHHRP-wo-UCpw', 0, '2026-02-02 22:30:00+13', 1, 'store', NULL, 'article_add', 6, NULL, NULL, NULL, NULL, NULL, NULL, '{"code": "20000066", "given": true}');
INSERT INTO public.event VALUES (11, 'zVVaaa-hDyh-uPvHWEg_Xg', 0, '2026-02-02 22:31:00+13', 1, 'one', NULL, 'lend', 1, 1, NULL, NULL, 1, NULL, NULL, NULL);
INSERT INTO public.event VALUES (12, 'SiKfN7MjGkAsC0SfH2QH_Q', 0, '2026-02-02 22:32:00+13', 1, 'one', NULL, 'lend', 2, 2, NULL, NULL, 2, NULL, NULL, NULL);
INSERT INTO public.event VALUES (13, 'ivx0JfMWk437AAr9Zwi4IA', 0, '2026-02-03 22:33:00+13', 1, 'one', NULL, 'lend', 3, 3, NULL, NULL, 3, NULL, NULL, NULL);
INSERT INTO public.event VALUES (14, 'RnbbIRATj0cV1-5mQlvhgA', 0, '2026-02-06 22:34:00+13', 1, 'one', NULL, 'return', 1, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (15, '5SdXAdMRf3XHEGq3LU_rWw', 0, '2026-02-06 22:35:00+13', 1, 'one', NULL, 'return', 2, 2, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (16, 'h46gkGa-DHgTHg3x8PynTw', 0, '2026-02-07 22:36:00+13', 1, 'one', NULL, 'lend', 1, 4, NULL, NULL, 4, NULL, NULL, NULL);
INSERT INTO public.event VALUES (17, '7rtVYzwMdmNz_JOdS5td8A', 0, '2026-02-07 22:36:00+13', 1, 'one', NULL, 'renew', 3, 3, NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (18, 'el8oPYxyR3Fnf2yjk3dsAQ', 0, '2026-02-09 22:37:00+13', 1, 'one', NULL, 'lend', 4, 5, NULL, NULL, 5, NULL, NULL, NULL);
INSERT INTO public.event VALUES (19, 'Ku99yJGLujgsUUA38cxosg', 0, '2026-02-09 22:37:00+13', 1, 'one', NULL, 'undo', 4, 5, NULL, NULL, 5, NULL, 18, NULL);
INSERT INTO public.event VALUES (20, 'oW4BWReLmzvZvpgkRdZa_w', 0, '2026-02-10 22:38:00+13', 1, 'one', NULL, 'lend', 5, 6, NULL, NULL, 6, NULL, NULL, NULL);
INSERT INTO public.event VALUES (21, 'Fb_Fx3rRvhrVacFkkOW7Mg', 0, '2026-02-10 22:38:00+13', 1, 'one', NULL, 'lend', 5, 7, 6, NULL, 7, NULL, NULL, NULL);
INSERT INTO public.event VALUES (22, 'CLaBEGCTp32FPHqWaArmSg', 0, '2026-02-12 22:44:00+13', 1, 'one', NULL, 'return', 5, 7, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (23, '2h6lu_CTj8C96Z9zHlOo6A', 0, '2026-02-12 22:44:00+13', 1, 'one', NULL, 'borrower_erase', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{"loans": 3}');
INSERT INTO public.gift VALUES (1, 1, '2026-02-12 22:44:00+13', '2026-02-12', NULL, 'desk-1', NULL, 'Ann Berg', NULL);
INSERT INTO public.gift_item VALUES (1, 1, 'hockey-skates', 'refused', 2, NULL, '2026-02-12 22:44:00+13', NULL);
INSERT INTO public.loan VALUES (1, 1, NULL, NULL, 1, 1, 'one', NULL, '2026-02-02 22:31:00+13', '2026-02-02', '2026-02-16', '2026-02-06 22:34:00+13', '2026-02-06', NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, true, '37a80512be0e768a', NULL);
INSERT INTO public.loan VALUES (2, 2, NULL, NULL, 2, 1, 'one', NULL, '2026-02-02 22:32:00+13', '2026-02-02', '2026-02-16', '2026-02-06 22:35:00+13', '2026-02-06', NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, '37a80512be0e768a', NULL);
INSERT INTO public.loan VALUES (3, 3, 2, NULL, 3, 1, 'one', NULL, '2026-02-03 22:33:00+13', '2026-02-03', '2026-02-21', NULL, NULL, NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, true, 'd03c81b94de05409', NULL);
INSERT INTO public.loan VALUES (4, 1, 3, NULL, 4, 1, 'one', NULL, '2026-02-07 22:36:00+13', '2026-02-07', '2026-02-21', NULL, NULL, NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, true, '6c503bda8077044a', NULL);
INSERT INTO public.loan VALUES (5, 4, 2, NULL, 5, 1, 'one', NULL, '2026-02-09 22:37:00+13', '2026-02-09', '2026-02-23', NULL, NULL, '2026-02-09 22:37:00+13', false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, 'd03c81b94de05409', NULL);
INSERT INTO public.loan VALUES (6, 5, NULL, NULL, 6, 1, 'one', NULL, '2026-02-10 22:38:00+13', '2026-02-10', '2026-02-24', '2026-02-10 22:38:00+13', '2026-02-10', NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, '37a80512be0e768a', NULL);
INSERT INTO public.loan VALUES (7, 5, 2, NULL, 7, 1, 'one', NULL, '2026-02-10 22:38:00+13', '2026-02-10', '2026-02-24', '2026-02-12 22:44:00+13', '2026-02-12', NULL, false, '', 'lent_to_other', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, 'd03c81b94de05409', NULL);
INSERT INTO public.missing_part VALUES (1, 1, 1, 1, NULL, '2026-02-12 22:44:00+13', NULL, NULL, NULL);
INSERT INTO public.number_series VALUES ('article', 7);
INSERT INTO public.number_series VALUES ('borrower', 5);
INSERT INTO public.opening_hours VALUES (1, 1, 0, '10:00', '18:00');
INSERT INTO public.printed_label VALUES (1, 1, '20000013', '20000013', '2026-02-12 22:44:00+13', 'desk-1', NULL, 'sheet-1', 1);
INSERT INTO public.renewal VALUES (1, 3, 1, '2026-02-17', '2026-02-21', '2026-02-07 22:36:00+13', '2026-02-07', 1, 'one', NULL, NULL);
INSERT INTO public.service_note VALUES (1, 1, 'check', NULL, '2026-02-12 22:44:00+13', NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.service_rule VALUES (1, 'adjustable-childrens-skates', 'check', NULL, NULL);
INSERT INTO public.stocktake VALUES (1, 1, NULL, NULL, 1, '2026-02-12 22:44:00+13', NULL, NULL);
INSERT INTO public.stocktake_scan VALUES (1, 1, '20000037', 'code-1', 5, 'available', '2026-02-12 22:44:00+13', 'desk-1', NULL);
INSERT INTO public.transfer VALUES (1, 1, 'given', 1, NULL, NULL, 'Arvika', '2026-02-12 22:44:00+13', '2026-02-12', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.unmet_request VALUES (1, 1, 'hockey-skates', 'ice', NULL, NULL, NULL, 1, '2026-02-12 22:44:00+13', '2026-02-12', 'desk-1', NULL, NULL);
INSERT INTO public.visit VALUES (1, 1, 'one', NULL, NULL, '2026-02-02 22:31:00+13', '2026-02-02 22:31:00+13');
INSERT INTO public.visit VALUES (2, 1, 'one', NULL, NULL, '2026-02-02 22:32:00+13', '2026-02-02 22:32:00+13');
INSERT INTO public.visit VALUES (3, 1, 'one', 2, NULL, '2026-02-03 22:33:00+13', '2026-02-03 22:33:00+13');
INSERT INTO public.visit VALUES (4, 1, 'one', 3, NULL, '2026-02-07 22:36:00+13', '2026-02-07 22:36:00+13');
INSERT INTO public.visit VALUES (5, 1, 'one', 2, NULL, '2026-02-09 22:37:00+13', '2026-02-09 22:37:00+13');
INSERT INTO public.visit VALUES (6, 1, 'one', NULL, NULL, '2026-02-10 22:38:00+13', '2026-02-10 22:38:00+13');
INSERT INTO public.visit VALUES (7, 1, 'one', 2, NULL, '2026-02-10 22:38:00+13', '2026-02-10 22:38:00+13');
SELECT pg_catalog.setval('public.article_id_seq', 6, true);
SELECT pg_catalog.setval('public.article_state_change_id_seq', 6, true);
SELECT pg_catalog.setval('public.booking_id_seq', 1, true);
SELECT pg_catalog.setval('public.borrower_id_seq', 4, true);
SELECT pg_catalog.setval('public.branch_id_seq', 1, true);
SELECT pg_catalog.setval('public.check_question_id_seq', 1, true);
SELECT pg_catalog.setval('public.closed_period_id_seq', 1, true);
SELECT pg_catalog.setval('public.co_borrower_id_seq', 1, true);
SELECT pg_catalog.setval('public.desk_item_id_seq', 1, true);
SELECT pg_catalog.setval('public.event_id_seq', 23, true);
SELECT pg_catalog.setval('public.gift_id_seq', 1, true);
SELECT pg_catalog.setval('public.gift_item_id_seq', 1, true);
SELECT pg_catalog.setval('public.loan_id_seq', 7, true);
SELECT pg_catalog.setval('public.missing_part_id_seq', 1, true);
SELECT pg_catalog.setval('public.opening_hours_id_seq', 1, true);
SELECT pg_catalog.setval('public.printed_label_id_seq', 1, true);
SELECT pg_catalog.setval('public.renewal_id_seq', 1, true);
SELECT pg_catalog.setval('public.service_note_id_seq', 1, true);
SELECT pg_catalog.setval('public.stocktake_id_seq', 1, true);
SELECT pg_catalog.setval('public.stocktake_scan_id_seq', 1, true);
SELECT pg_catalog.setval('public.transfer_id_seq', 1, true);
SELECT pg_catalog.setval('public.unmet_request_id_seq', 1, true);
SELECT pg_catalog.setval('public.visit_id_seq', 7, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkey PRIMARY KEY (version_num);
ALTER TABLE ONLY public.article
    ADD CONSTRAINT pk_article PRIMARY KEY (id);
ALTER TABLE ONLY public.article_state_change
    ADD CONSTRAINT pk_article_state_change PRIMARY KEY (id);
ALTER TABLE ONLY public.article_type
    ADD CONSTRAINT pk_article_type PRIMARY KEY (code);
ALTER TABLE ONLY public.barcode
    ADD CONSTRAINT pk_barcode PRIMARY KEY (key);
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT pk_booking PRIMARY KEY (id);
ALTER TABLE ONLY public.borrower
    ADD CONSTRAINT pk_borrower PRIMARY KEY (id);
ALTER TABLE ONLY public.borrower_card
    ADD CONSTRAINT pk_borrower_card PRIMARY KEY (key);
ALTER TABLE ONLY public.borrower_year
    ADD CONSTRAINT pk_borrower_year PRIMARY KEY (borrower_id, year);
ALTER TABLE ONLY public.branch
    ADD CONSTRAINT pk_branch PRIMARY KEY (id);
ALTER TABLE ONLY public.branch_setting
    ADD CONSTRAINT pk_branch_setting PRIMARY KEY (branch_id, key);
ALTER TABLE ONLY public.category
    ADD CONSTRAINT pk_category PRIMARY KEY (code);
ALTER TABLE ONLY public.check_question
    ADD CONSTRAINT pk_check_question PRIMARY KEY (id);
ALTER TABLE ONLY public.closed_period
    ADD CONSTRAINT pk_closed_period PRIMARY KEY (id);
ALTER TABLE ONLY public.co_borrower
    ADD CONSTRAINT pk_co_borrower PRIMARY KEY (id);
ALTER TABLE ONLY public.desk_item
    ADD CONSTRAINT pk_desk_item PRIMARY KEY (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT pk_event PRIMARY KEY (id);
ALTER TABLE ONLY public.gift
    ADD CONSTRAINT pk_gift PRIMARY KEY (id);
ALTER TABLE ONLY public.gift_item
    ADD CONSTRAINT pk_gift_item PRIMARY KEY (id);
ALTER TABLE ONLY public.loan
    ADD CONSTRAINT pk_loan PRIMARY KEY (id);
ALTER TABLE ONLY public.missing_part
    ADD CONSTRAINT pk_missing_part PRIMARY KEY (id);
ALTER TABLE ONLY public.number_series
    ADD CONSTRAINT pk_number_series PRIMARY KEY (name);
ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT pk_opening_hours PRIMARY KEY (id);
ALTER TABLE ONLY public.printed_label
    ADD CONSTRAINT pk_printed_label PRIMARY KEY (id);
ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT pk_renewal PRIMARY KEY (id);
ALTER TABLE ONLY public.service_note
    ADD CONSTRAINT pk_service_note PRIMARY KEY (id);
ALTER TABLE ONLY public.service_rule
    ADD CONSTRAINT pk_service_rule PRIMARY KEY (branch_id, type_code, kind);
ALTER TABLE ONLY public.stocktake
    ADD CONSTRAINT pk_stocktake PRIMARY KEY (id);
ALTER TABLE ONLY public.stocktake_scan
    ADD CONSTRAINT pk_stocktake_scan PRIMARY KEY (id);
ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT pk_transfer PRIMARY KEY (id);
ALTER TABLE ONLY public.unmet_request
    ADD CONSTRAINT pk_unmet_request PRIMARY KEY (id);
ALTER TABLE ONLY public.visit
    ADD CONSTRAINT pk_visit PRIMARY KEY (id);
ALTER TABLE ONLY public.borrower
    ADD CONSTRAINT uq_borrower_event_key UNIQUE (event_key);
ALTER TABLE ONLY public.borrower
    ADD CONSTRAINT uq_borrower_number UNIQUE (number);
ALTER TABLE ONLY public.borrower_year
    ADD CONSTRAINT uq_borrower_year_key UNIQUE (key);
ALTER TABLE ONLY public.branch
    ADD CONSTRAINT uq_branch_code UNIQUE (code);
ALTER TABLE ONLY public.desk_item
    ADD CONSTRAINT uq_desk_item_branch_id_desk_article_id UNIQUE (branch_id, desk, article_id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT uq_event_act_key_line UNIQUE (act_key, line);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT uq_event_undoes UNIQUE (undoes);
CREATE INDEX ix_article_branch_id ON public.article USING btree (branch_id);
CREATE INDEX ix_article_gift_id ON public.article USING btree (gift_id);
CREATE INDEX ix_article_label ON public.article USING btree (label);
CREATE INDEX ix_article_state_change_article_id ON public.article_state_change USING btree (article_id);
CREATE INDEX ix_article_type_category_code ON public.article_type USING btree (category_code);
CREATE INDEX ix_article_type_code_size_low ON public.article USING btree (type_code, size_low);
CREATE INDEX ix_barcode_article_id ON public.barcode USING btree (article_id);
CREATE INDEX ix_booking_borrower_id ON public.booking USING btree (borrower_id);
CREATE INDEX ix_booking_open_article ON public.booking USING btree (article_id) WHERE (closed_at IS NULL);
CREATE INDEX ix_booking_open_type_code ON public.booking USING btree (type_code) WHERE (closed_at IS NULL);
CREATE INDEX ix_borrower_card_borrower_id ON public.borrower_card USING btree (borrower_id);
CREATE INDEX ix_borrower_phone ON public.borrower USING btree (phone);
CREATE INDEX ix_check_question_loan_id ON public.check_question USING btree (loan_id);
CREATE INDEX ix_check_question_open ON public.check_question USING btree (article_id) WHERE (answered_at IS NULL);
CREATE INDEX ix_closed_period_branch_id ON public.closed_period USING btree (branch_id);
CREATE INDEX ix_co_borrower_borrower_id ON public.co_borrower USING btree (borrower_id);
CREATE INDEX ix_event_article_id ON public.event USING btree (article_id);
CREATE INDEX ix_event_borrower_key ON public.event USING btree (borrower_key) WHERE (borrower_key IS NOT NULL);
CREATE INDEX ix_event_desk ON public.event USING btree (branch_id, desk, id);
CREATE INDEX ix_event_loan_id ON public.event USING btree (loan_id);
CREATE INDEX ix_event_visit_id ON public.event USING btree (visit_id);
CREATE INDEX ix_gift_branch_id ON public.gift USING btree (branch_id);
CREATE INDEX ix_gift_item_gift_id ON public.gift_item USING btree (gift_id);
CREATE INDEX ix_loan_article_id_lent_at ON public.loan USING btree (article_id, lent_at);
CREATE INDEX ix_loan_borrower_id_lent_at ON public.loan USING btree (borrower_id, lent_at);
CREATE INDEX ix_loan_co_borrower_id ON public.loan USING btree (co_borrower_id) WHERE (co_borrower_id IS NOT NULL);
CREATE INDEX ix_loan_due ON public.loan USING btree (branch_id, due) WHERE (undone_at IS NULL);
CREATE INDEX ix_loan_lent_on ON public.loan USING btree (lent_on);
CREATE INDEX ix_loan_open_borrower ON public.loan USING btree (borrower_id) WHERE ((returned_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX ix_loan_open_due ON public.loan USING btree (branch_id, due) WHERE ((returned_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX ix_loan_returned_on ON public.loan USING btree (returned_on) WHERE (returned_on IS NOT NULL);
CREATE INDEX ix_loan_visit_id ON public.loan USING btree (visit_id);
CREATE INDEX ix_missing_part_article_id ON public.missing_part USING btree (article_id);
CREATE INDEX ix_missing_part_loan_id ON public.missing_part USING btree (loan_id);
CREATE INDEX ix_opening_hours_branch_id ON public.opening_hours USING btree (branch_id);
CREATE INDEX ix_printed_label_key ON public.printed_label USING btree (key);
CREATE INDEX ix_renewal_loan_id ON public.renewal USING btree (loan_id);
CREATE INDEX ix_service_note_article_id_kind ON public.service_note USING btree (article_id, kind);
CREATE INDEX ix_stocktake_scan_article_id ON public.stocktake_scan USING btree (article_id);
CREATE INDEX ix_transfer_article_id ON public.transfer USING btree (article_id);
CREATE INDEX ix_transfer_from_branch_id ON public.transfer USING btree (from_branch_id);
CREATE INDEX ix_transfer_to_branch_id ON public.transfer USING btree (to_branch_id);
CREATE INDEX ix_unmet_request_on ON public.unmet_request USING btree (branch_id, asked_on) WHERE (undone_at IS NULL);
CREATE INDEX ix_unmet_request_type_code ON public.unmet_request USING btree (type_code);
CREATE INDEX ix_visit_borrower_id ON public.visit USING btree (borrower_id);
CREATE UNIQUE INDEX uq_loan_open ON public.loan USING btree (article_id) WHERE ((returned_at IS NULL) AND (undone_at IS NULL));
CREATE UNIQUE INDEX uq_missing_part_open ON public.missing_part USING btree (article_id, part, loan_id) WHERE (settled_at IS NULL);
CREATE UNIQUE INDEX uq_renewal_loan_id_seq ON public.renewal USING btree (loan_id, seq) WHERE (undone_at IS NULL);
CREATE UNIQUE INDEX uq_service_note_open ON public.service_note USING btree (article_id, kind) WHERE (done_at IS NULL);
CREATE UNIQUE INDEX uq_stocktake_open ON public.stocktake USING btree (branch_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX uq_stocktake_scan_article ON public.stocktake_scan USING btree (stocktake_id, article_id) WHERE (article_id IS NOT NULL);
CREATE UNIQUE INDEX uq_stocktake_scan_key ON public.stocktake_scan USING btree (stocktake_id, key) WHERE (article_id IS NULL);
CREATE UNIQUE INDEX uq_transfer_file_key ON public.transfer USING btree (file_key) WHERE ((file_key IS NOT NULL) AND (undone_at IS NULL));
CREATE UNIQUE INDEX uq_transfer_under_way ON public.transfer USING btree (article_id) WHERE ((received_at IS NULL) AND (undone_at IS NULL) AND (to_branch_id IS NOT NULL));
CREATE UNIQUE INDEX uq_visit_open ON public.visit USING btree (branch_id, desk) WHERE (ended_at IS NULL);
ALTER TABLE ONLY public.article
    ADD CONSTRAINT fk_article_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.article
    ADD CONSTRAINT fk_article_gift_id_gift FOREIGN KEY (gift_id) REFERENCES public.gift(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.article_state_change
    ADD CONSTRAINT fk_article_state_change_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.article_type
    ADD CONSTRAINT fk_article_type_category_code_category FOREIGN KEY (category_code) REFERENCES public.category(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.article
    ADD CONSTRAINT fk_article_type_code_article_type FOREIGN KEY (type_code) REFERENCES public.article_type(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.barcode
    ADD CONSTRAINT fk_barcode_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT fk_booking_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT fk_booking_borrower_id_borrower FOREIGN KEY (borrower_id) REFERENCES public.borrower(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT fk_booking_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.booking
    ADD CONSTRAINT fk_booking_type_code_article_type FOREIGN KEY (type_code) REFERENCES public.article_type(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.borrower_card
    ADD CONSTRAINT fk_borrower_card_borrower_id_borrower FOREIGN KEY (borrower_id) REFERENCES public.borrower(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.borrower_year
    ADD CONSTRAINT fk_borrower_year_borrower_id_borrower FOREIGN KEY (borrower_id) REFERENCES public.borrower(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.branch
    ADD CONSTRAINT fk_branch_parent_id_branch FOREIGN KEY (parent_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.branch_setting
    ADD CONSTRAINT fk_branch_setting_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.check_question
    ADD CONSTRAINT fk_check_question_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.check_question
    ADD CONSTRAINT fk_check_question_loan_id_loan FOREIGN KEY (loan_id) REFERENCES public.loan(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.closed_period
    ADD CONSTRAINT fk_closed_period_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.co_borrower
    ADD CONSTRAINT fk_co_borrower_borrower_id_borrower FOREIGN KEY (borrower_id) REFERENCES public.borrower(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.desk_item
    ADD CONSTRAINT fk_desk_item_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.desk_item
    ADD CONSTRAINT fk_desk_item_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.desk_item
    ADD CONSTRAINT fk_desk_item_visit_id_visit FOREIGN KEY (visit_id) REFERENCES public.visit(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.event
    ADD CONSTRAINT fk_event_undoes_event FOREIGN KEY (undoes) REFERENCES public.event(id);
ALTER TABLE ONLY public.gift
    ADD CONSTRAINT fk_gift_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.gift_item
    ADD CONSTRAINT fk_gift_item_gift_id_gift FOREIGN KEY (gift_id) REFERENCES public.gift(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.gift_item
    ADD CONSTRAINT fk_gift_item_type_code_article_type FOREIGN KEY (type_code) REFERENCES public.article_type(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.loan
    ADD CONSTRAINT fk_loan_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.loan
    ADD CONSTRAINT fk_loan_borrower_id_borrower FOREIGN KEY (borrower_id) REFERENCES public.borrower(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.loan
    ADD CONSTRAINT fk_loan_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.loan
    ADD CONSTRAINT fk_loan_co_borrower_id_co_borrower FOREIGN KEY (co_borrower_id) REFERENCES public.co_borrower(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.loan
    ADD CONSTRAINT fk_loan_visit_id_visit FOREIGN KEY (visit_id) REFERENCES public.visit(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.missing_part
    ADD CONSTRAINT fk_missing_part_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.missing_part
    ADD CONSTRAINT fk_missing_part_loan_id_loan FOREIGN KEY (loan_id) REFERENCES public.loan(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT fk_opening_hours_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.printed_label
    ADD CONSTRAINT fk_printed_label_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT fk_renewal_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT fk_renewal_loan_id_loan FOREIGN KEY (loan_id) REFERENCES public.loan(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.service_note
    ADD CONSTRAINT fk_service_note_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.service_rule
    ADD CONSTRAINT fk_service_rule_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.service_rule
    ADD CONSTRAINT fk_service_rule_type_code_article_type FOREIGN KEY (type_code) REFERENCES public.article_type(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.stocktake
    ADD CONSTRAINT fk_stocktake_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.stocktake
    ADD CONSTRAINT fk_stocktake_category_code_category FOREIGN KEY (category_code) REFERENCES public.category(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.stocktake_scan
    ADD CONSTRAINT fk_stocktake_scan_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.stocktake_scan
    ADD CONSTRAINT fk_stocktake_scan_stocktake_id_stocktake FOREIGN KEY (stocktake_id) REFERENCES public.stocktake(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.stocktake
    ADD CONSTRAINT fk_stocktake_type_code_article_type FOREIGN KEY (type_code) REFERENCES public.article_type(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT fk_transfer_article_id_article FOREIGN KEY (article_id) REFERENCES public.article(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT fk_transfer_from_branch_id_branch FOREIGN KEY (from_branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.transfer
    ADD CONSTRAINT fk_transfer_to_branch_id_branch FOREIGN KEY (to_branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.unmet_request
    ADD CONSTRAINT fk_unmet_request_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.unmet_request
    ADD CONSTRAINT fk_unmet_request_type_code_article_type FOREIGN KEY (type_code) REFERENCES public.article_type(code) ON DELETE RESTRICT;
ALTER TABLE ONLY public.visit
    ADD CONSTRAINT fk_visit_borrower_id_borrower FOREIGN KEY (borrower_id) REFERENCES public.borrower(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.visit
    ADD CONSTRAINT fk_visit_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.visit
    ADD CONSTRAINT fk_visit_co_borrower_id_co_borrower FOREIGN KEY (co_borrower_id) REFERENCES public.co_borrower(id) ON DELETE SET NULL;
