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
    CONSTRAINT ck_event_kind CHECK (((kind)::text = ANY ((ARRAY['lend'::character varying, 'return'::character varying, 'find'::character varying, 'renew'::character varying, 'answer_check'::character varying, 'move_visit'::character varying, 'undo'::character varying, 'visit_start'::character varying, 'visit_end'::character varying, 'article_add'::character varying, 'article_edit'::character varying, 'article_state'::character varying, 'article_discard'::character varying, 'borrower_add'::character varying, 'borrower_edit'::character varying, 'borrower_merge'::character varying, 'borrower_erase'::character varying, 'booking_add'::character varying, 'booking_cancel'::character varying, 'due_move'::character varying, 'due_set'::character varying, 'setting'::character varying, 'import'::character varying, 'restore'::character varying])::text[])))
);
CREATE SEQUENCE public.event_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.event_id_seq OWNED BY public.event.id;
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
ALTER TABLE ONLY public.loan ALTER COLUMN id SET DEFAULT nextval('public.loan_id_seq'::regclass);
ALTER TABLE ONLY public.opening_hours ALTER COLUMN id SET DEFAULT nextval('public.opening_hours_id_seq'::regclass);
ALTER TABLE ONLY public.renewal ALTER COLUMN id SET DEFAULT nextval('public.renewal_id_seq'::regclass);
ALTER TABLE ONLY public.visit ALTER COLUMN id SET DEFAULT nextval('public.visit_id_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.article VALUES (1, 1, 'hockey-skates', '20000011', '36', 36, 36, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 36 20000011 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.article VALUES (2, 1, 'hockey-skates', '20000028', '37', 37, 37, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 37 20000028 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.article VALUES (3, 1, 'hockey-skates', '20000035', '38', 38, 38, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 38 20000035 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.article VALUES (4, 1, 'hockey-skates', '20000042', '39', 39, 39, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 39 20000042 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.article VALUES (5, 1, 'hockey-skates', '20000059', '40', 40, 40, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 40 20000059 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.article VALUES (6, 1, 'hockey-skates', '20000066', '41', 41, 41, 'Bauer', NULL, NULL, 'in_stock', NULL, ' bauer 41 20000066 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.article_state_change VALUES (1, 1, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (2, 2, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (3, 3, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (4, 4, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (5, 5, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_state_change VALUES (6, 6, '2026-02-02 22:30:00+13', 'in_stock', NULL, NULL);
INSERT INTO public.article_type VALUES ('hockey-skates', 'ice', 320, 'Hockeyskridskor', 'hockey skates', 'EU', false, false, false, false, 'maker''s size; sharpened date', NULL, NULL, NULL);
INSERT INTO public.barcode VALUES ('20000011', '20000011', 1, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000028', '20000028', 2, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000035', '20000035', 3, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000042', '20000042', 4, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000059', '20000059', 5, '2026-02-02 22:30:00+13');
INSERT INTO public.barcode VALUES ('20000066', '20000066', 6, '2026-02-02 22:30:00+13');
INSERT INTO public.booking VALUES (1, 1, 2, NULL, 'hockey-skates', 1, '2026-02-12', '2026-02-12', NULL, '2026-02-12 22:44:00+13', NULL, false);
INSERT INTO public.borrower VALUES (2, '50000029', 'Kim Lund 2', 'person', '+46701740606', NULL, NULL, NULL, NULL, NULL, NULL, false, false, '_9upYNWfUV0AqNvqQPMNIA', ' kim lund 2 50000029 0701740606 46701740606 card1 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.borrower VALUES (3, '50000036', 'Kim Lund 3', 'person', '+46701740607', NULL, NULL, NULL, NULL, NULL, NULL, false, false, 'Gb96yEA5hBnhnxTxUvS-4w', ' kim lund 3 50000036 0701740607 46701740607 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.borrower VALUES (4, '50000043', 'Kim Lund 4', 'person', '+46701740608', NULL, NULL, NULL, NULL, NULL, NULL, false, false, 'IOacSvXJrJTvub8zR8E_bQ', ' kim lund 4 50000043 0701740608 46701740608 ', '2026-02-02 22:30:00+13', 1);
INSERT INTO public.borrower_card VALUES ('CARD1', 'card1', 2);
INSERT INTO public.borrower_year VALUES (2, 2026, '12c0cd8f5c9b363f');
INSERT INTO public.borrower_year VALUES (3, 2026, 'a5d4016ab1da5729');
INSERT INTO public.branch VALUES (1, 'main', 'Fritidsbanken', 'Europe/Stockholm', NULL, 2);
INSERT INTO public.branch_setting VALUES (1, 'ask_birth_year', 'on');
INSERT INTO public.branch_setting VALUES (1, 'ask_gender', 'on');
INSERT INTO public.branch_setting VALUES (1, 'ask_postcode', 'on');
INSERT INTO public.category VALUES ('ice', 30, 'Is', 'Ice');
INSERT INTO public.check_question VALUES (1, 3, 3, 'safety', '2026-02-12 22:44:00+13', NULL, NULL, NULL, NULL);
INSERT INTO public.closed_period VALUES (1, 1, '2026-02-12', '2026-02-12', NULL);
INSERT INTO public.co_borrower VALUES (1, 2, 'Alva Lund', 2016, 'woman', '2026-02-12 22:44:00+13');
INSERT INTO public.desk_item VALUES (1, 1, 'two', 6, NULL, '2026-02-12 22:44:00+13');
INSERT INTO public.event VALUES (1, 'LMqiI7UvaOjJenotEK8Z-Q', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, '70v1051UG-kbPgtkGms71w', NULL, NULL);
INSERT INTO public.event VALUES (2, 'T1i033isAOZG4e-SuihuPw', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, '_9upYNWfUV0AqNvqQPMNIA', NULL, NULL);
INSERT INTO public.event VALUES (3, 'd9yc9RqnQvHbmQAKkqJGsw', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, 'Gb96yEA5hBnhnxTxUvS-4w', NULL, NULL);
INSERT INTO public.event VALUES (4, '-b0V-484DR4ox1UF1leiQw', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'borrower_add', NULL, NULL, NULL, NULL, NULL, 'IOacSvXJrJTvub8zR8E_bQ', NULL, NULL);
INSERT INTO public.event VALUES (5, 'jZv6DQquJt_zccM4MQYviQ', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'article_add', 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (6, 'ySnpLMkDvgZ_ra4jB5PT_w', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'article_add', 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (7, '5tPysIk3myaMpPb6v6fPLQ', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'article_add', 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (8, 'rPkpYMtG3hb7hvETBGcdtA', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'article_add', 4, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (9, 'N3JoLjNoeCCWUnLWsEA8QQ', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'article_add', 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (10, 'brykh91hBXrC8y2_MbKKhw', 0, '2026-02-02 22:30:00+13', 1, 'one', NULL, 'article_add', 6, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (11, 'o1MFCvU9vTflmuvt32hzaA', 0, '2026-02-02 22:31:00+13', 1, 'one', NULL, 'lend', 1, 1, NULL, NULL, 1, NULL, NULL, NULL);
INSERT INTO public.event VALUES (12, 'dwmRNQQ4Og3DNmdJR4M4lA', 0, '2026-02-02 22:32:00+13', 1, 'one', NULL, 'lend', 2, 2, NULL, NULL, 2, NULL, NULL, NULL);
INSERT INTO public.event VALUES (13, 'leNgnp2Bset1S21evaiMrw', 0, '2026-02-03 22:33:00+13', 1, 'one', NULL, 'lend', 3, 3, NULL, NULL, 3, NULL, NULL, NULL);
INSERT INTO public.event VALUES (14, 'VAIhsSd3EbJf-YWl2sitOw', 0, '2026-02-06 22:34:00+13', 1, 'one', NULL, 'return', 1, 1, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (15, '358qfQw0uplEMU8o-d-7KQ', 0, '2026-02-06 22:35:00+13', 1, 'one', NULL, 'return', 2, 2, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (16, 'zK1t262ygdx5Y11jFH_YOg', 0, '2026-02-07 22:36:00+13', 1, 'one', NULL, 'lend', 1, 4, NULL, NULL, 4, NULL, NULL, NULL);
INSERT INTO public.event VALUES (17, 'U_c6dwtrzk834cRYaZd3pg', 0, '2026-02-07 22:36:00+13', 1, 'one', NULL, 'renew', 3, 3, NULL, 1, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (18, 'PAwAQbErI0gX9OAT7bLFOg', 0, '2026-02-09 22:37:00+13', 1, 'one', NULL, 'lend', 4, 5, NULL, NULL, 5, NULL, NULL, NULL);
INSERT INTO public.event VALUES (19, 'aMLcjPzDnqPlV9ehU5id6g', 0, '2026-02-09 22:37:00+13', 1, 'one', NULL, 'undo', 4, 5, NULL, NULL, 5, NULL, 18, NULL);
INSERT INTO public.event VALUES (20, '2pCLjm6GmWZsSuUQPA_1qA', 0, '2026-02-10 22:38:00+13', 1, 'one', NULL, 'lend', 5, 6, NULL, NULL, 6, NULL, NULL, NULL);
INSERT INTO public.event VALUES (21, 'DG2LqdN4p2RtgMBON9kvbA', 0, '2026-02-10 22:38:00+13', 1, 'one', NULL, 'lend', 5, 7, 6, NULL, 7, NULL, NULL, NULL);
INSERT INTO public.event VALUES (22, 'CfG8xrwHruKyOkGT67-50g', 0, '2026-02-12 22:44:00+13', 1, 'one', NULL, 'return', 5, 7, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.event VALUES (23, 'ETsvAwuJdXJBschNKVuhOQ', 0, '2026-02-12 22:44:00+13', 1, 'one', NULL, 'borrower_erase', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{"loans": 3}');
INSERT INTO public.loan VALUES (1, 1, NULL, NULL, 1, 1, 'one', NULL, '2026-02-02 22:31:00+13', '2026-02-02', '2026-02-16', '2026-02-06 22:34:00+13', '2026-02-06', NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, true, '237172e49c2c708b');
INSERT INTO public.loan VALUES (2, 2, NULL, NULL, 2, 1, 'one', NULL, '2026-02-02 22:32:00+13', '2026-02-02', '2026-02-16', '2026-02-06 22:35:00+13', '2026-02-06', NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, '237172e49c2c708b');
INSERT INTO public.loan VALUES (3, 3, 2, NULL, 3, 1, 'one', NULL, '2026-02-03 22:33:00+13', '2026-02-03', '2026-02-21', NULL, NULL, NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, true, '12c0cd8f5c9b363f');
INSERT INTO public.loan VALUES (4, 1, 3, NULL, 4, 1, 'one', NULL, '2026-02-07 22:36:00+13', '2026-02-07', '2026-02-21', NULL, NULL, NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, true, 'a5d4016ab1da5729');
INSERT INTO public.loan VALUES (5, 4, 2, NULL, 5, 1, 'one', NULL, '2026-02-09 22:37:00+13', '2026-02-09', '2026-02-23', NULL, NULL, '2026-02-09 22:37:00+13', false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, '12c0cd8f5c9b363f');
INSERT INTO public.loan VALUES (6, 5, NULL, NULL, 6, 1, 'one', NULL, '2026-02-10 22:38:00+13', '2026-02-10', '2026-02-24', '2026-02-10 22:38:00+13', '2026-02-10', NULL, false, '', '', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, '237172e49c2c708b');
INSERT INTO public.loan VALUES (7, 5, 2, NULL, 7, 1, 'one', NULL, '2026-02-10 22:38:00+13', '2026-02-10', '2026-02-24', '2026-02-12 22:44:00+13', '2026-02-12', NULL, false, '', 'lent_to_other', NULL, NULL, 'ice', 'hockey-skates', 'person', 'unknown', NULL, NULL, false, false, '12c0cd8f5c9b363f');
INSERT INTO public.number_series VALUES ('article', 7);
INSERT INTO public.number_series VALUES ('borrower', 5);
INSERT INTO public.opening_hours VALUES (1, 1, 0, '10:00', '18:00');
INSERT INTO public.renewal VALUES (1, 3, 1, '2026-02-17', '2026-02-21', '2026-02-07 22:36:00+13', '2026-02-07', 1, 'one', NULL, NULL);
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
SELECT pg_catalog.setval('public.loan_id_seq', 7, true);
SELECT pg_catalog.setval('public.opening_hours_id_seq', 1, true);
SELECT pg_catalog.setval('public.renewal_id_seq', 1, true);
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
ALTER TABLE ONLY public.loan
    ADD CONSTRAINT pk_loan PRIMARY KEY (id);
ALTER TABLE ONLY public.number_series
    ADD CONSTRAINT pk_number_series PRIMARY KEY (name);
ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT pk_opening_hours PRIMARY KEY (id);
ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT pk_renewal PRIMARY KEY (id);
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
CREATE INDEX ix_loan_article_id_lent_at ON public.loan USING btree (article_id, lent_at);
CREATE INDEX ix_loan_borrower_id_lent_at ON public.loan USING btree (borrower_id, lent_at);
CREATE INDEX ix_loan_co_borrower_id ON public.loan USING btree (co_borrower_id) WHERE (co_borrower_id IS NOT NULL);
CREATE INDEX ix_loan_due ON public.loan USING btree (branch_id, due) WHERE (undone_at IS NULL);
CREATE INDEX ix_loan_lent_on ON public.loan USING btree (lent_on);
CREATE INDEX ix_loan_open_borrower ON public.loan USING btree (borrower_id) WHERE ((returned_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX ix_loan_open_due ON public.loan USING btree (branch_id, due) WHERE ((returned_at IS NULL) AND (undone_at IS NULL));
CREATE INDEX ix_loan_returned_on ON public.loan USING btree (returned_on) WHERE (returned_on IS NOT NULL);
CREATE INDEX ix_loan_visit_id ON public.loan USING btree (visit_id);
CREATE INDEX ix_opening_hours_branch_id ON public.opening_hours USING btree (branch_id);
CREATE INDEX ix_renewal_loan_id ON public.renewal USING btree (loan_id);
CREATE INDEX ix_visit_borrower_id ON public.visit USING btree (borrower_id);
CREATE UNIQUE INDEX uq_loan_open ON public.loan USING btree (article_id) WHERE ((returned_at IS NULL) AND (undone_at IS NULL));
CREATE UNIQUE INDEX uq_renewal_loan_id_seq ON public.renewal USING btree (loan_id, seq) WHERE (undone_at IS NULL);
CREATE UNIQUE INDEX uq_visit_open ON public.visit USING btree (branch_id, desk) WHERE (ended_at IS NULL);
ALTER TABLE ONLY public.article
    ADD CONSTRAINT fk_article_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
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
ALTER TABLE ONLY public.opening_hours
    ADD CONSTRAINT fk_opening_hours_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT fk_renewal_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.renewal
    ADD CONSTRAINT fk_renewal_loan_id_loan FOREIGN KEY (loan_id) REFERENCES public.loan(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.visit
    ADD CONSTRAINT fk_visit_borrower_id_borrower FOREIGN KEY (borrower_id) REFERENCES public.borrower(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.visit
    ADD CONSTRAINT fk_visit_branch_id_branch FOREIGN KEY (branch_id) REFERENCES public.branch(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.visit
    ADD CONSTRAINT fk_visit_co_borrower_id_co_borrower FOREIGN KEY (co_borrower_id) REFERENCES public.co_borrower(id) ON DELETE SET NULL;
