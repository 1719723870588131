BEGIN TRANSACTION;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE article (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	branch_id INTEGER NOT NULL, 
	type_code VARCHAR NOT NULL, 
	label VARCHAR NOT NULL, 
	size VARCHAR, 
	size_low FLOAT, 
	size_high FLOAT, 
	brand VARCHAR, 
	model VARCHAR, 
	note VARCHAR, 
	state VARCHAR NOT NULL, 
	discard_reason VARCHAR, 
	search VARCHAR NOT NULL, 
	added_at DATETIME NOT NULL, 
	revision INTEGER NOT NULL, 
	gift_id INTEGER, 
	photo VARCHAR, 
	part_counts VARCHAR, 
	CONSTRAINT ck_article_state CHECK (state IN ('in_stock', 'in_service', 'missing', 'discarded', 'transferred')), 
	CONSTRAINT ck_article_discard_reason CHECK (discard_reason IS NULL OR discard_reason IN ('worn_out', 'broken', 'recalled', 'given_away', 'lost')), 
	CONSTRAINT ck_article_discarded_with_reason CHECK ((state = 'discarded') = (discard_reason IS NOT NULL)), 
	CONSTRAINT fk_article_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_article_type_code_article_type FOREIGN KEY(type_code) REFERENCES article_type (code) ON DELETE RESTRICT, 
	CONSTRAINT fk_article_gift_id_gift FOREIGN KEY(gift_id) REFERENCES gift (id) ON DELETE RESTRICT
);
INSERT INTO "article" VALUES(1,1,'hockey-skates','20000011','36',36.0,36.0,'Bauer',NULL,NULL,'in_stock',NULL,' bauer 36 20000011 ','2026-02-02 09:30:00.000000',1,NULL,NULL,NULL);
INSERT INTO "article" VALUES(2,1,'hockey-skates','20000028','37',37.0,37.0,'Bauer',NULL,NULL,'in_stock',NULL,' bauer 37 20000028 ','2026-02-02 09:30:00.000000',1,NULL,NULL,NULL);
INSERT INTO "article" VALUES(3,1,'hockey-skates','20000035','38',38.0,38.0,'Bauer',NULL,NULL,'in_stock',NULL,' bauer 38 20000035 ','2026-02-02 09:30:00.000000',1,NULL,NULL,NULL);
INSERT INTO "article" VALUES(4,1,'hockey-skates','20000042','39',39.0,39.0,'Bauer',NULL,NULL,'in_stock',NULL,' bauer 39 20000042 ','2026-02-02 09:30:00.000000',1,NULL,NULL,NULL);
INSERT INTO "article" VALUES(5,1,'hockey-skates','20000059','40',40.0,40.0,'Bauer',NULL,NULL,'in_stock',NULL,' bauer 40 20000059 ','2026-02-02 09:30:00.000000',1,NULL,NULL,NULL);
INSERT INTO "article" VALUES(6,1,'hockey-skates','20000066','41',41.0,41.0,'Bauer',NULL,NULL,'in_stock',NULL,' bauer 41 20000066 ','2026-02-02 09:30:00.000000',1,NULL,NULL,NULL);
CREATE TABLE article_state_change (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	changed_at DATETIME NOT NULL, 
	state VARCHAR NOT NULL, 
	reason VARCHAR, 
	note VARCHAR, 
	CONSTRAINT pk_article_state_change PRIMARY KEY (id), 
	CONSTRAINT ck_article_state_change_state CHECK (state IN ('in_stock', 'in_service', 'missing', 'discarded', 'transferred')), 
	CONSTRAINT ck_article_state_change_reason CHECK (reason IS NULL OR reason IN ('worn_out', 'broken', 'recalled', 'given_away', 'lost')), 
	CONSTRAINT fk_article_state_change_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT
);
INSERT INTO "article_state_change" VALUES(1,1,'2026-02-02 09:30:00.000000','in_stock',NULL,NULL);
INSERT INTO "article_state_change" VALUES(2,2,'2026-02-02 09:30:00.000000','in_stock',NULL,NULL);
INSERT INTO "article_state_change" VALUES(3,3,'2026-02-02 09:30:00.000000','in_stock',NULL,NULL);
INSERT INTO "article_state_change" VALUES(4,4,'2026-02-02 09:30:00.000000','in_stock',NULL,NULL);
INSERT INTO "article_state_change" VALUES(5,5,'2026-02-02 09:30:00.000000','in_stock',NULL,NULL);
INSERT INTO "article_state_change" VALUES(6,6,'2026-02-02 09:30:00.000000','in_stock',NULL,NULL);
CREATE TABLE article_type (
	code VARCHAR NOT NULL, 
	category_code VARCHAR NOT NULL, 
	sort INTEGER NOT NULL, 
	name_sv VARCHAR NOT NULL, 
	name_en VARCHAR NOT NULL, 
	size_kind VARCHAR NOT NULL, 
	ask_guardian BOOLEAN NOT NULL, 
	safety_check BOOLEAN NOT NULL, 
	staff_sets_binding BOOLEAN NOT NULL, 
	private BOOLEAN NOT NULL, 
	extra_attributes VARCHAR, 
	parts_sv VARCHAR, 
	parts_en VARCHAR, 
	loan_days INTEGER, 
	CONSTRAINT pk_article_type PRIMARY KEY (code), 
	CONSTRAINT ck_article_type_loan_days CHECK (loan_days BETWEEN 1 AND 366), 
	CONSTRAINT fk_article_type_category_code_category FOREIGN KEY(category_code) REFERENCES category (code) ON DELETE RESTRICT
);
INSERT INTO "article_type" VALUES('hockey-skates','ice',320,'Hockeyskridskor','hockey skates','EU',0,0,0,0,'maker''s size; sharpened date',NULL,NULL,NULL);
INSERT INTO "article_type" VALUES('adjustable-childrens-skates','ice',340,'Barnskridskor, justerbara','adjustable children''s skates','EU_RANGE',0,0,0,0,NULL,NULL,NULL,NULL);
CREATE TABLE barcode (
	"key" VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	article_id INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_barcode PRIMARY KEY ("key"), 
	CONSTRAINT fk_barcode_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT
);
INSERT INTO "barcode" VALUES('20000011','20000011',1,'2026-02-02 09:30:00.000000');
INSERT INTO "barcode" VALUES('20000028','20000028',2,'2026-02-02 09:30:00.000000');
INSERT INTO "barcode" VALUES('20000035','20000035',3,'2026-02-02 09:30:00.000000');
INSERT INTO "barcode" VALUES('20000042','20000042',4,'2026-02-02 09:30:00.000000');
INSERT INTO "barcode" VALUES('20000059','20000059',5,'2026-02-02 09:30:00.000000');
INSERT INTO "barcode" VALUES('20000066','20000066',6,'2026-02-02 09:30:00.000000');
CREATE TABLE booking (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	borrower_id INTEGER NOT NULL, 
	article_id INTEGER, 
	type_code VARCHAR, 
	quantity INTEGER NOT NULL, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	note VARCHAR, 
	booked_at DATETIME NOT NULL, 
	closed_at DATETIME, 
	fulfilled BOOLEAN NOT NULL, 
	CONSTRAINT pk_booking PRIMARY KEY (id), 
	CONSTRAINT ck_booking_article_or_type CHECK ((article_id IS NULL) <> (type_code IS NULL)), 
	CONSTRAINT ck_booking_order CHECK (first_day <= last_day), 
	CONSTRAINT fk_booking_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_booking_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE CASCADE, 
	CONSTRAINT fk_booking_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT fk_booking_type_code_article_type FOREIGN KEY(type_code) REFERENCES article_type (code) ON DELETE RESTRICT
);
INSERT INTO "booking" VALUES(1,1,2,NULL,'hockey-skates',1,'2026-02-12','2026-02-12',NULL,'2026-02-12 09:44:00.000000',NULL,0);
CREATE TABLE borrower (
	id INTEGER NOT NULL, 
	number VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	phone VARCHAR, 
	email VARCHAR, 
	birth_year INTEGER, 
	gender VARCHAR, 
	postcode VARCHAR, 
	language VARCHAR, 
	note VARCHAR, 
	blocked BOOLEAN NOT NULL, 
	protected BOOLEAN NOT NULL, 
	event_key VARCHAR NOT NULL, 
	search VARCHAR NOT NULL, 
	added_at DATETIME NOT NULL, 
	revision INTEGER NOT NULL, 
	no_reminders BOOLEAN NOT NULL, 
	CONSTRAINT pk_borrower PRIMARY KEY (id), 
	CONSTRAINT ck_borrower_kind CHECK (kind IN ('person', 'school', 'preschool', 'association', 'care', 'other')), 
	CONSTRAINT ck_borrower_gender CHECK (gender IS NULL OR gender IN ('woman', 'man', 'other', 'no_answer')), 
	CONSTRAINT uq_borrower_number UNIQUE (number), 
	CONSTRAINT uq_borrower_event_key UNIQUE (event_key)
);
INSERT INTO "borrower" VALUES(2,'50000029','Kim Lund 2','person','+46701740606',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'rQ9EUMggrEkczHr5CFDNaA',' kim lund 2 50000029 0701740606 46701740606 card1 ','2026-02-02 09:30:00.000000',1,0);
INSERT INTO "borrower" VALUES(3,'50000036','Kim Lund 3','person','+46701740607',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'Hj4-ppFQqBJWYkWcUfJaug',' kim lund 3 50000036 0701740607 46701740607 ','2026-02-02 09:30:00.000000',1,0);
INSERT INTO "borrower" VALUES(4,'50000043','Kim Lund 4','person','+46701740608',NULL,NULL,NULL,NULL,NULL,NULL,0,0,'Zm3N5cODMyguQAAx0U08cw',' kim lund 4 50000043 0701740608 46701740608 ','2026-02-02 09:30:00.000000',1,0);
CREATE TABLE borrower_card (
	"key" VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	borrower_id INTEGER NOT NULL, 
	CONSTRAINT pk_borrower_card PRIMARY KEY ("key"), 
	CONSTRAINT fk_borrower_card_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE CASCADE
);
INSERT INTO "borrower_card" VALUES('CARD1','card1',2);
CREATE TABLE borrower_year (
	borrower_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	CONSTRAINT pk_borrower_year PRIMARY KEY (borrower_id, year), 
	CONSTRAINT fk_borrower_year_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE CASCADE, 
	CONSTRAINT uq_borrower_year_key UNIQUE ("key")
);
INSERT INTO "borrower_year" VALUES(2,2026,'bf5896201d6776fd');
INSERT INTO "borrower_year" VALUES(3,2026,'b481f9b92e84658d');
CREATE TABLE branch (
	id INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	timezone VARCHAR NOT NULL, 
	parent_id INTEGER, 
	revision INTEGER NOT NULL, 
	CONSTRAINT pk_branch PRIMARY KEY (id), 
	CONSTRAINT uq_branch_code UNIQUE (code), 
	CONSTRAINT fk_branch_parent_id_branch FOREIGN KEY(parent_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "branch" VALUES(1,'main','Fritidsbanken','Europe/Stockholm',NULL,2);
CREATE TABLE branch_setting (
	branch_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_branch_setting PRIMARY KEY (branch_id, "key"), 
	CONSTRAINT fk_branch_setting_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE CASCADE
);
INSERT INTO "branch_setting" VALUES(1,'ask_birth_year','on');
INSERT INTO "branch_setting" VALUES(1,'ask_gender','on');
INSERT INTO "branch_setting" VALUES(1,'ask_postcode','on');
CREATE TABLE category (
	code VARCHAR NOT NULL, 
	sort INTEGER NOT NULL, 
	name_sv VARCHAR NOT NULL, 
	name_en VARCHAR NOT NULL, 
	CONSTRAINT pk_category PRIMARY KEY (code)
);
INSERT INTO "category" VALUES('ice',30,'Is','Ice');
CREATE TABLE check_question (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	loan_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	asked_at DATETIME NOT NULL, 
	answered_at DATETIME, 
	answer VARCHAR, 
	note VARCHAR, 
	operator VARCHAR, 
	CONSTRAINT pk_check_question PRIMARY KEY (id), 
	CONSTRAINT ck_check_question_kind CHECK (kind IN ('safety', 'parts')), 
	CONSTRAINT ck_check_question_answer CHECK (answer IS NULL OR answer IN ('well', 'bad', 'void')), 
	CONSTRAINT ck_check_question_answered CHECK ((answer IS NULL) = (answered_at IS NULL)), 
	CONSTRAINT fk_check_question_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_check_question_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE RESTRICT
);
INSERT INTO "check_question" VALUES(1,3,3,'safety','2026-02-12 09:44:00.000000',NULL,NULL,NULL,NULL);
CREATE TABLE closed_period (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	first_day DATE NOT NULL, 
	last_day DATE NOT NULL, 
	note VARCHAR, 
	CONSTRAINT pk_closed_period PRIMARY KEY (id), 
	CONSTRAINT ck_closed_period_order CHECK (first_day <= last_day), 
	CONSTRAINT fk_closed_period_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE CASCADE
);
INSERT INTO "closed_period" VALUES(1,1,'2026-02-12','2026-02-12',NULL);
CREATE TABLE co_borrower (
	id INTEGER NOT NULL, 
	borrower_id INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	birth_year INTEGER, 
	gender VARCHAR, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_co_borrower PRIMARY KEY (id), 
	CONSTRAINT ck_co_borrower_gender CHECK (gender IS NULL OR gender IN ('woman', 'man', 'other', 'no_answer')), 
	CONSTRAINT fk_co_borrower_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE CASCADE
);
INSERT INTO "co_borrower" VALUES(1,2,'Alva Lund',2016,'woman','2026-02-12 09:44:00.000000');
CREATE TABLE contact_note (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	borrower_id INTEGER NOT NULL, 
	outcome VARCHAR NOT NULL, 
	address VARCHAR, 
	promised_on DATE, 
	note VARCHAR, 
	at DATETIME NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	undone_at DATETIME, 
	CONSTRAINT pk_contact_note PRIMARY KEY (id), 
	CONSTRAINT ck_contact_note_outcome CHECK (outcome IN ('called', 'promised', 'no_reply', 'wrong_number')), 
	CONSTRAINT fk_contact_note_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_contact_note_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE CASCADE
);
INSERT INTO "contact_note" VALUES(1,1,2,'called',NULL,NULL,NULL,'2026-02-12 09:44:00.000000','desk-1',NULL,NULL);
CREATE TABLE desk_item (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	desk VARCHAR NOT NULL, 
	article_id INTEGER NOT NULL, 
	visit_id INTEGER, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_desk_item PRIMARY KEY (id), 
	CONSTRAINT uq_desk_item_branch_id_desk_article_id UNIQUE (branch_id, desk, article_id), 
	CONSTRAINT fk_desk_item_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE CASCADE, 
	CONSTRAINT fk_desk_item_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE, 
	CONSTRAINT fk_desk_item_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE CASCADE
);
INSERT INTO "desk_item" VALUES(1,1,'two',6,NULL,'2026-02-12 09:44:00.000000');
CREATE TABLE event (
	id INTEGER NOT NULL, 
	act_key VARCHAR NOT NULL, 
	line INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	branch_id INTEGER NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	kind VARCHAR NOT NULL, 
	article_id INTEGER, 
	loan_id INTEGER, 
	returned_loan_id INTEGER, 
	renewal_id INTEGER, 
	visit_id INTEGER, 
	borrower_key VARCHAR, 
	undoes INTEGER, 
	details VARCHAR, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT uq_event_act_key_line UNIQUE (act_key, line), 
	CONSTRAINT ck_event_kind CHECK (kind IN ('lend', 'return', 'find', 'renew', 'answer_check', 'move_visit', 'undo', 'visit_start', 'visit_end', 'article_add', 'article_edit', 'article_state', 'article_discard', 'borrower_add', 'borrower_edit', 'borrower_merge', 'borrower_erase', 'booking_add', 'booking_cancel', 'due_move', 'due_set', 'labels_print', 'gift_start', 'gift_end', 'gift_refuse', 'gift_edit', 'service_open', 'service_done', 'service_rule', 'recall', 'parts_missing', 'parts_settled', 'stocktake_start', 'stocktake_end', 'stocktake_correct', 'transfer_send', 'transfer_receive', 'unmet_request', 'remind', 'reminder_retry', 'reminder_settle', 'contact', 'receipt', 'survey', 'goal', 'inhabitants', 'year_lock', 'setting', 'import', 'restore')), 
	CONSTRAINT fk_event_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT uq_event_undoes UNIQUE (undoes), 
	CONSTRAINT fk_event_undoes_event FOREIGN KEY(undoes) REFERENCES event (id)
);
INSERT INTO "event" VALUES(1,'WI7dA1HUITaLVY1-_Igk2A',0,'2026-02-02 09:30:00.000000',1,'one',NULL,'borrower_add',NULL,NULL,NULL,NULL,NULL,'97WZcyAFoZyZ2HzWsNI4Ag',NULL,NULL);
INSERT INTO "event" VALUES(2,'kUGBVcnrwtg8bfI3Tsctmg',0,'2026-02-02 09:30:00.000000',1,'one',NULL,'borrower_add',NULL,NULL,NULL,NULL,NULL,'rQ9EUMggrEkczHr5CFDNaA',NULL,NULL);
INSERT INTO "event" VALUES(3,'mRoPdca6II_wjKxST2dUAw',0,'2026-02-02 09:30:00.000000',1,'one',NULL,'borrower_add',NULL,NULL,NULL,NULL,NULL,'Hj4-ppFQqBJWYkWcUfJaug',NULL,NULL);
INSERT INTO "event" VALUES(4,'IQ01rToKQCWGD6Zy4FWE3w',0,'2026-02-02 09:30:00.000000',1,'one',NULL,'borrower_add',NULL,NULL,NULL,NULL,NULL,'Zm3N5cODMyguQAAx0U08cw',NULL,NULL);
INSERT INTO "event" VALUES(5,'5m3BPnLx9YjEi_1rfwXIkg',0,'2026-02-02 09:30:00.000000',1,'store',NULL,'article_add',1,NULL,NULL,NULL,NULL,NULL,NULL,'{"code": "20000011", "given": true}');
INSERT INTO "event" VALUES(6,'KTlpOJb4rCk3Cly90DhZ0w',0,'2026-02-02 09:30:00.000000',1,'store',NULL,'article_add',2,NULL,NULL,NULL,NULL,NULL,NULL,'{"code": "20000028", "given": true}');
INSERT INTO "event" VALUES(7,'RqsNEWCUMnFngxchaYZpNQ',0,'2026-02-02 09:30:00.000000',1,'store',NULL,'article_add',3,NULL,NULL,NULL,NULL,NULL,NULL,'{"code": "20000035", "given": true}');
INSERT INTO "event" VALUES(8,'bTdedwtCUot2WRozskXCbQ',0,'2026-02-02 09:30:00.000000',1,'store',NULL,'article_add',4,NULL,NULL,NULL,NULL,NULL,NULL,'{"code": "20000042", "given": true}');
INSERT INTO "event" VALUES(9,'k-ULS0gHxNLQvtZkcyp1dw',0,'2026-02-02 09:30:00.000000',1,'store',NULL,'article_add',5,NULL,NULL,NULL,NULL,NULL,NULL,'{"code": "20000059", "given": true}');
INSERT INTO "event" VALUES(10,'7JnT7AodyUmOr3-Duulk5A',0,'2026-02-02 09:30:00.000000',1,'store',NULL,'article_add',6,NULL,NULL,NULL,NULL,NULL,NULL,'{"code": "20000066", "given": true}');
INSERT INTO "event" VALUES(11,'4LNoR2LpIaZ0QxwCHGTU3g',0,'2026-02-02 09:31:00.000000',1,'one',NULL,'lend',1,1,NULL,NULL,1,NULL,NULL,NULL);
INSERT INTO "event" VALUES(12,'wrxSsB4KTFrJwDG0L4-Kqw',0,'2026-02-02 09:32:00.000000',1,'one',NULL,'lend',2,2,NULL,NULL,2,NULL,NULL,NULL);
INSERT INTO "event" VALUES(13,'Jh3SqqfgR71itKbUW8Sl6g',0,'2026-02-03 09:33:00.000000',1,'one',NULL,'lend',3,3,NULL,NULL,3,NULL,NULL,NULL);
INSERT INTO "event" VALUES(14,'uh59ZTStL4_U1N32Ju9E0g',0,'2026-02-06 09:34:00.000000',1,'one',NULL,'return',1,1,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(15,'kn1WPcsGzeNFdKDg0oti3g',0,'2026-02-06 09:35:00.000000',1,'one',NULL,'return',2,2,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(16,'S_x-RUkY_kOXZvneeb8WjQ',0,'2026-02-07 09:36:00.000000',1,'one',NULL,'lend',1,4,NULL,NULL,4,NULL,NULL,NULL);
INSERT INTO "event" VALUES(17,'U2w12Y1tm9RP37dn2cRUdg',0,'2026-02-07 09:36:00.000000',1,'one',NULL,'renew',3,3,NULL,1,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(18,'iyBPTOA2Nk72FNYarvzi1w',0,'2026-02-09 09:37:00.000000',1,'one',NULL,'lend',4,5,NULL,NULL,5,NULL,NULL,NULL);
INSERT INTO "event" VALUES(19,'xrqlmvZncLGWfjYzd6mSZw',0,'2026-02-09 09:37:00.000000',1,'one',NULL,'undo',4,5,NULL,NULL,5,NULL,18,NULL);
INSERT INTO "event" VALUES(20,'mBI2lxqgeK07zhF0nXfJDA',0,'2026-02-10 09:38:00.000000',1,'one',NULL,'lend',5,6,NULL,NULL,6,NULL,NULL,NULL);
INSERT INTO "event" VALUES(21,'gGEPFFw4qB5-x9Dtxn-tBw',0,'2026-02-10 09:38:00.000000',1,'one',NULL,'lend',5,7,6,NULL,7,NULL,NULL,NULL);
INSERT INTO "event" VALUES(22,'hwfdekooDUNc8gUnqDHxSg',0,'2026-02-12 09:44:00.000000',1,'one',NULL,'return',5,7,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "event" VALUES(23,'hsLyOTs27LLM-z_yYo2UNw',0,'2026-02-12 09:44:00.000000',1,'one',NULL,'borrower_erase',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'{"loans": 3}');
CREATE TABLE figure_summary (
	id INTEGER NOT NULL, 
	what VARCHAR NOT NULL, 
	branch_id INTEGER, 
	first DATE NOT NULL, 
	last DATE NOT NULL, 
	seen INTEGER NOT NULL, 
	counted_at DATETIME NOT NULL, 
	body VARCHAR NOT NULL, 
	CONSTRAINT pk_figure_summary PRIMARY KEY (id), 
	CONSTRAINT fk_figure_summary_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE CASCADE
);
INSERT INTO "figure_summary" VALUES(1,'reach',NULL,'2026-02-12','2026-02-12',0,'2026-02-12 09:44:00.000000','{}');
CREATE TABLE gift (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	received_at DATETIME NOT NULL, 
	received_on DATE NOT NULL, 
	ended_at DATETIME, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	donor VARCHAR, 
	note VARCHAR, 
	CONSTRAINT pk_gift PRIMARY KEY (id), 
	CONSTRAINT fk_gift_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "gift" VALUES(1,1,'2026-02-12 09:44:00.000000','2026-02-12',NULL,'desk-1',NULL,'Ann Berg',NULL);
CREATE TABLE gift_item (
	id INTEGER NOT NULL, 
	gift_id INTEGER NOT NULL, 
	type_code VARCHAR, 
	outcome VARCHAR NOT NULL, 
	quantity INTEGER NOT NULL, 
	note VARCHAR, 
	at DATETIME NOT NULL, 
	undone_at DATETIME, 
	CONSTRAINT pk_gift_item PRIMARY KEY (id), 
	CONSTRAINT ck_gift_item_outcome CHECK (outcome IN ('refused', 'recycled')), 
	CONSTRAINT ck_gift_item_quantity CHECK (quantity BETWEEN 1 AND 1000), 
	CONSTRAINT fk_gift_item_gift_id_gift FOREIGN KEY(gift_id) REFERENCES gift (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_gift_item_type_code_article_type FOREIGN KEY(type_code) REFERENCES article_type (code) ON DELETE RESTRICT
);
INSERT INTO "gift_item" VALUES(1,1,'hockey-skates','refused',2,NULL,'2026-02-12 09:44:00.000000',NULL);
CREATE TABLE goal (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	branch_id INTEGER NOT NULL, 
	year INTEGER NOT NULL, 
	target_group VARCHAR NOT NULL, 
	goal VARCHAR NOT NULL, 
	indicator VARCHAR NOT NULL, 
	area VARCHAR, 
	target FLOAT NOT NULL, 
	entered_at DATETIME NOT NULL, 
	operator VARCHAR, 
	CONSTRAINT ck_goal_indicator CHECK (indicator IN ('loans', 'loans_children', 'loans_schools', 'loans_per_1000', 'borrowers', 'new_borrowers', 'otherwise_no', 'on_time')), 
	CONSTRAINT fk_goal_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "goal" VALUES(1,1,1,'target_group-1','goal-1','loans',NULL,1.0,'2026-02-12 09:44:00.000000',NULL);
CREATE TABLE inhabitants (
	area VARCHAR NOT NULL, 
	year INTEGER NOT NULL, 
	people INTEGER NOT NULL, 
	source VARCHAR NOT NULL, 
	CONSTRAINT pk_inhabitants PRIMARY KEY (area, year)
);
INSERT INTO "inhabitants" VALUES('691',2026,9000,'source-1');
CREATE TABLE loan (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	borrower_id INTEGER, 
	co_borrower_id INTEGER, 
	visit_id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	lent_at DATETIME NOT NULL, 
	lent_on DATE NOT NULL, 
	due DATE NOT NULL, 
	returned_at DATETIME, 
	returned_on DATE, 
	undone_at DATETIME, 
	entered_later BOOLEAN NOT NULL, 
	accepted VARCHAR NOT NULL, 
	told VARCHAR NOT NULL, 
	binding_by VARCHAR, 
	binding_sole_mm INTEGER, 
	category_code VARCHAR NOT NULL, 
	type_code VARCHAR NOT NULL, 
	borrower_kind VARCHAR NOT NULL, 
	age_band VARCHAR NOT NULL, 
	gender VARCHAR, 
	postal_area VARCHAR, 
	for_co_borrower BOOLEAN NOT NULL, 
	first_ever BOOLEAN NOT NULL, 
	borrower_key VARCHAR NOT NULL, 
	parts_missing VARCHAR, 
	CONSTRAINT pk_loan PRIMARY KEY (id), 
	CONSTRAINT ck_loan_due_after_lent CHECK (due >= lent_on), 
	CONSTRAINT ck_loan_returned_after_lent CHECK (returned_at IS NULL OR returned_at >= lent_at), 
	CONSTRAINT ck_loan_returned_on CHECK ((returned_at IS NULL) = (returned_on IS NULL)), 
	CONSTRAINT ck_loan_borrower_kind CHECK (borrower_kind IN ('person', 'school', 'preschool', 'association', 'care', 'other')), 
	CONSTRAINT ck_loan_age_band CHECK (age_band IN ('0-6', '7-12', '13-15', '16-19', '20-25', '26-64', '65+', 'unknown')), 
	CONSTRAINT ck_loan_gender CHECK (gender IS NULL OR gender IN ('woman', 'man', 'other', 'no_answer')), 
	CONSTRAINT fk_loan_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_loan_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_loan_co_borrower_id_co_borrower FOREIGN KEY(co_borrower_id) REFERENCES co_borrower (id) ON DELETE SET NULL, 
	CONSTRAINT fk_loan_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_loan_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "loan" VALUES(1,1,NULL,NULL,1,1,'one',NULL,'2026-02-02 09:31:00.000000','2026-02-02','2026-02-16','2026-02-06 09:34:00.000000','2026-02-06',NULL,0,'','',NULL,NULL,'ice','hockey-skates','person','unknown',NULL,NULL,0,1,'83d120841b436a3c',NULL);
INSERT INTO "loan" VALUES(2,2,NULL,NULL,2,1,'one',NULL,'2026-02-02 09:32:00.000000','2026-02-02','2026-02-16','2026-02-06 09:35:00.000000','2026-02-06',NULL,0,'','',NULL,NULL,'ice','hockey-skates','person','unknown',NULL,NULL,0,0,'83d120841b436a3c',NULL);
INSERT INTO "loan" VALUES(3,3,2,NULL,3,1,'one',NULL,'2026-02-03 09:33:00.000000','2026-02-03','2026-02-21',NULL,NULL,NULL,0,'','',NULL,NULL,'ice','hockey-skates','person','unknown',NULL,NULL,0,1,'bf5896201d6776fd',NULL);
INSERT INTO "loan" VALUES(4,1,3,NULL,4,1,'one',NULL,'2026-02-07 09:36:00.000000','2026-02-07','2026-02-21',NULL,NULL,NULL,0,'','',NULL,NULL,'ice','hockey-skates','person','unknown',NULL,NULL,0,1,'b481f9b92e84658d',NULL);
INSERT INTO "loan" VALUES(5,4,2,NULL,5,1,'one',NULL,'2026-02-09 09:37:00.000000','2026-02-09','2026-02-23',NULL,NULL,'2026-02-09 09:37:00.000000',0,'','',NULL,NULL,'ice','hockey-skates','person','unknown',NULL,NULL,0,0,'bf5896201d6776fd',NULL);
INSERT INTO "loan" VALUES(6,5,NULL,NULL,6,1,'one',NULL,'2026-02-10 09:38:00.000000','2026-02-10','2026-02-24','2026-02-10 09:38:00.000000','2026-02-10',NULL,0,'','',NULL,NULL,'ice','hockey-skates','person','unknown',NULL,NULL,0,0,'83d120841b436a3c',NULL);
INSERT INTO "loan" VALUES(7,5,2,NULL,7,1,'one',NULL,'2026-02-10 09:38:00.000000','2026-02-10','2026-02-24','2026-02-12 09:44:00.000000','2026-02-12',NULL,0,'','lent_to_other',NULL,NULL,'ice','hockey-skates','person','unknown',NULL,NULL,0,0,'bf5896201d6776fd',NULL);
CREATE TABLE locked_year (
	id INTEGER NOT NULL, 
	branch_id INTEGER, 
	year INTEGER NOT NULL, 
	locked_at DATETIME NOT NULL, 
	operator VARCHAR, 
	version VARCHAR NOT NULL, 
	event_id INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	check_sum VARCHAR NOT NULL, 
	signature VARCHAR NOT NULL, 
	signed_by VARCHAR NOT NULL, 
	CONSTRAINT pk_locked_year PRIMARY KEY (id), 
	CONSTRAINT fk_locked_year_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "locked_year" VALUES(1,NULL,2025,'2026-02-12 09:44:00.000000',NULL,'version-1',1,'body-1','check_sum-1','signature-1','signed_by-1');
CREATE TABLE message (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	run_id INTEGER, 
	visit_id INTEGER, 
	borrower_id INTEGER, 
	channel VARCHAR NOT NULL, 
	address VARCHAR, 
	language VARCHAR NOT NULL, 
	step INTEGER, 
	state VARCHAR NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_try_at DATETIME, 
	subject VARCHAR, 
	body VARCHAR, 
	segments INTEGER, 
	gateway VARCHAR, 
	gateway_id VARCHAR, 
	reason VARCHAR, 
	detail VARCHAR, 
	made_at DATETIME NOT NULL, 
	sending_at DATETIME, 
	settled_at DATETIME, 
	settled_by VARCHAR, 
	delivery VARCHAR, 
	delivery_at DATETIME, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	CONSTRAINT pk_message PRIMARY KEY (id), 
	CONSTRAINT ck_message_kind CHECK (kind IN ('reminder', 'receipt')), 
	CONSTRAINT ck_message_channel CHECK (channel IN ('sms', 'email', 'call')), 
	CONSTRAINT ck_message_state CHECK (state IN ('planned', 'waiting', 'sending', 'sent', 'unknown', 'failed', 'dropped', 'to_call')), 
	CONSTRAINT ck_message_reason CHECK (reason IS NULL OR reason IN ('no_address', 'wrong_number', 'no_gateway', 'no_connection', 'too_many', 'later', 'bad_address', 'refused', 'undelivered', 'no_credit', 'not_signed_in', 'not_secure', 'no_answer', 'gateway_fault', 'cut_off', 'no_text', 'nothing_left', 'borrower_gone', 'not_wanted')), 
	CONSTRAINT ck_message_delivery CHECK (delivery IS NULL OR delivery IN ('delivered', 'undelivered')), 
	CONSTRAINT ck_message_visit CHECK ((kind = 'receipt') = (visit_id IS NOT NULL)), 
	CONSTRAINT fk_message_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_message_run_id_reminder_run FOREIGN KEY(run_id) REFERENCES reminder_run (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_message_visit_id_visit FOREIGN KEY(visit_id) REFERENCES visit (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_message_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE SET NULL
);
INSERT INTO "message" VALUES(1,1,'receipt',NULL,3,2,'sms',NULL,'sv',NULL,'sent',1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-02-12 09:44:00.000000',NULL,NULL,NULL,NULL,NULL,'desk-1',NULL);
CREATE TABLE missing_part (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	part INTEGER NOT NULL, 
	quantity INTEGER NOT NULL, 
	loan_id INTEGER, 
	noted_at DATETIME NOT NULL, 
	operator VARCHAR, 
	settled_at DATETIME, 
	outcome VARCHAR, 
	CONSTRAINT pk_missing_part PRIMARY KEY (id), 
	CONSTRAINT ck_missing_part_quantity CHECK (quantity BETWEEN 1 AND 1000), 
	CONSTRAINT ck_missing_part_outcome CHECK (outcome IS NULL OR outcome IN ('found', 'replaced', 'given_up', 'undone')), 
	CONSTRAINT ck_missing_part_settled CHECK ((outcome IS NULL) = (settled_at IS NULL)), 
	CONSTRAINT fk_missing_part_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_missing_part_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE RESTRICT
);
INSERT INTO "missing_part" VALUES(1,1,1,1,NULL,'2026-02-12 09:44:00.000000',NULL,NULL,NULL);
CREATE TABLE number_series (
	name VARCHAR NOT NULL, 
	next_number INTEGER NOT NULL, 
	CONSTRAINT pk_number_series PRIMARY KEY (name)
);
INSERT INTO "number_series" VALUES('article',7);
INSERT INTO "number_series" VALUES('borrower',5);
CREATE TABLE opening_hours (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	weekday INTEGER NOT NULL, 
	opens VARCHAR NOT NULL, 
	closes VARCHAR NOT NULL, 
	CONSTRAINT pk_opening_hours PRIMARY KEY (id), 
	CONSTRAINT ck_opening_hours_weekday CHECK (weekday BETWEEN 0 AND 6), 
	CONSTRAINT ck_opening_hours_order CHECK (opens < closes), 
	CONSTRAINT fk_opening_hours_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE CASCADE
);
INSERT INTO "opening_hours" VALUES(1,1,0,'10:00','18:00');
CREATE TABLE printed_label (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	printed_at DATETIME NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	sheet VARCHAR NOT NULL, 
	cell INTEGER, 
	CONSTRAINT pk_printed_label PRIMARY KEY (id), 
	CONSTRAINT fk_printed_label_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "printed_label" VALUES(1,1,'20000013','20000013','2026-02-12 09:44:00.000000','desk-1',NULL,'sheet-1',1);
CREATE TABLE reminder_run (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	started_on DATE NOT NULL, 
	ended_at DATETIME, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	CONSTRAINT pk_reminder_run PRIMARY KEY (id), 
	CONSTRAINT fk_reminder_run_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "reminder_run" VALUES(1,1,'2026-02-12 09:44:00.000000','2026-02-12',NULL,'desk-1',NULL);
CREATE TABLE reminder_step (
	id INTEGER NOT NULL, 
	loan_id INTEGER NOT NULL, 
	due DATE NOT NULL, 
	step INTEGER NOT NULL, 
	message_id INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	CONSTRAINT pk_reminder_step PRIMARY KEY (id), 
	CONSTRAINT uq_reminder_step_loan_id_due_step UNIQUE (loan_id, due, step), 
	CONSTRAINT fk_reminder_step_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_reminder_step_message_id_message FOREIGN KEY(message_id) REFERENCES message (id) ON DELETE RESTRICT
);
INSERT INTO "reminder_step" VALUES(1,3,'2026-02-12',1,1,'2026-02-12 09:44:00.000000');
CREATE TABLE renewal (
	id INTEGER NOT NULL, 
	loan_id INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	old_due DATE NOT NULL, 
	new_due DATE NOT NULL, 
	renewed_at DATETIME NOT NULL, 
	renewed_on DATE NOT NULL, 
	branch_id INTEGER NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	undone_at DATETIME, 
	CONSTRAINT pk_renewal PRIMARY KEY (id), 
	CONSTRAINT ck_renewal_forward CHECK (new_due > old_due), 
	CONSTRAINT fk_renewal_loan_id_loan FOREIGN KEY(loan_id) REFERENCES loan (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_renewal_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "renewal" VALUES(1,3,1,'2026-02-17','2026-02-21','2026-02-07 09:36:00.000000','2026-02-07',1,'one',NULL,NULL);
CREATE TABLE service_note (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	note VARCHAR, 
	opened_at DATETIME NOT NULL, 
	opened_by VARCHAR, 
	done_at DATETIME, 
	done_by VARCHAR, 
	done_note VARCHAR, 
	outcome VARCHAR, 
	recall VARCHAR, 
	CONSTRAINT pk_service_note PRIMARY KEY (id), 
	CONSTRAINT ck_service_note_kind CHECK (kind IN ('check', 'wash', 'dry', 'sharpen', 'wax', 'mend')), 
	CONSTRAINT ck_service_note_outcome CHECK (outcome IS NULL OR outcome IN ('done', 'dropped')), 
	CONSTRAINT ck_service_note_done CHECK ((outcome IS NULL) = (done_at IS NULL)), 
	CONSTRAINT fk_service_note_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT
);
INSERT INTO "service_note" VALUES(1,1,'check',NULL,'2026-02-12 09:44:00.000000',NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE service_rule (
	branch_id INTEGER NOT NULL, 
	type_code VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	after_loans INTEGER, 
	season_start VARCHAR, 
	CONSTRAINT pk_service_rule PRIMARY KEY (branch_id, type_code, kind), 
	CONSTRAINT ck_service_rule_kind CHECK (kind IN ('check', 'wash', 'dry', 'sharpen', 'wax', 'mend')), 
	CONSTRAINT ck_service_rule_after_loans CHECK (after_loans IS NULL OR after_loans BETWEEN 1 AND 1000), 
	CONSTRAINT fk_service_rule_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE CASCADE, 
	CONSTRAINT fk_service_rule_type_code_article_type FOREIGN KEY(type_code) REFERENCES article_type (code) ON DELETE RESTRICT
);
INSERT INTO "service_rule" VALUES(1,'adjustable-childrens-skates','check',NULL,NULL);
CREATE TABLE stale_mark (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	branch_id INTEGER NOT NULL, 
	since DATE NOT NULL, 
	CONSTRAINT fk_stale_mark_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE CASCADE
);
INSERT INTO "stale_mark" VALUES(1,1,'2026-02-12');
CREATE TABLE stocktake (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	category_code VARCHAR, 
	type_code VARCHAR, 
	start_event INTEGER NOT NULL, 
	started_at DATETIME NOT NULL, 
	started_by VARCHAR, 
	ended_at DATETIME, 
	CONSTRAINT pk_stocktake PRIMARY KEY (id), 
	CONSTRAINT ck_stocktake_scope CHECK (category_code IS NULL OR type_code IS NULL), 
	CONSTRAINT fk_stocktake_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_stocktake_category_code_category FOREIGN KEY(category_code) REFERENCES category (code) ON DELETE RESTRICT, 
	CONSTRAINT fk_stocktake_type_code_article_type FOREIGN KEY(type_code) REFERENCES article_type (code) ON DELETE RESTRICT
);
INSERT INTO "stocktake" VALUES(1,1,NULL,NULL,1,'2026-02-12 09:44:00.000000',NULL,NULL);
CREATE TABLE stocktake_scan (
	id INTEGER NOT NULL, 
	stocktake_id INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	code VARCHAR NOT NULL, 
	article_id INTEGER, 
	state_then VARCHAR, 
	scanned_at DATETIME NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	CONSTRAINT pk_stocktake_scan PRIMARY KEY (id), 
	CONSTRAINT ck_stocktake_scan_state_then CHECK (state_then IS NULL OR state_then IN ('available', 'on_loan', 'in_service', 'missing', 'discarded', 'transferred')), 
	CONSTRAINT fk_stocktake_scan_stocktake_id_stocktake FOREIGN KEY(stocktake_id) REFERENCES stocktake (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_stocktake_scan_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT
);
INSERT INTO "stocktake_scan" VALUES(1,1,'20000037','code-1',5,'available','2026-02-12 09:44:00.000000','desk-1',NULL);
CREATE TABLE survey_answer (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	category_code VARCHAR NOT NULL, 
	age_band VARCHAR NOT NULL, 
	otherwise BOOLEAN, 
	bought BOOLEAN, 
	answered_at DATETIME NOT NULL, 
	answered_on DATE NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	undone_at DATETIME, 
	CONSTRAINT pk_survey_answer PRIMARY KEY (id), 
	CONSTRAINT ck_survey_answer_answered CHECK (otherwise IS NOT NULL OR bought IS NOT NULL), 
	CONSTRAINT ck_survey_answer_age_band CHECK (age_band IN ('0-6', '7-12', '13-15', '16-19', '20-25', '26-64', '65+', 'unknown')), 
	CONSTRAINT fk_survey_answer_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "survey_answer" VALUES(1,1,'ice','0-6',1,NULL,'2026-02-12 09:44:00.000000','2026-02-12','desk-1',NULL,NULL);
CREATE TABLE transfer (
	id INTEGER NOT NULL, 
	article_id INTEGER NOT NULL, 
	kind VARCHAR NOT NULL, 
	from_branch_id INTEGER, 
	from_place VARCHAR, 
	to_branch_id INTEGER, 
	to_place VARCHAR, 
	sent_at DATETIME NOT NULL, 
	sent_on DATE NOT NULL, 
	sent_by VARCHAR, 
	back_by DATE, 
	received_at DATETIME, 
	received_on DATE, 
	received_by VARCHAR, 
	undone_at DATETIME, 
	note VARCHAR, 
	file_key VARCHAR, 
	history VARCHAR, 
	CONSTRAINT pk_transfer PRIMARY KEY (id), 
	CONSTRAINT ck_transfer_kind CHECK (kind IN ('given', 'lent')), 
	CONSTRAINT ck_transfer_from_somewhere CHECK ((from_branch_id IS NULL) <> (from_place IS NULL)), 
	CONSTRAINT ck_transfer_to_somewhere CHECK ((to_branch_id IS NULL) <> (to_place IS NULL)), 
	CONSTRAINT fk_transfer_article_id_article FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_transfer_from_branch_id_branch FOREIGN KEY(from_branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_transfer_to_branch_id_branch FOREIGN KEY(to_branch_id) REFERENCES branch (id) ON DELETE RESTRICT
);
INSERT INTO "transfer" VALUES(1,1,'given',1,NULL,NULL,'Arvika','2026-02-12 09:44:00.000000','2026-02-12',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE unmet_request (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	type_code VARCHAR NOT NULL, 
	category_code VARCHAR NOT NULL, 
	size VARCHAR, 
	size_low FLOAT, 
	size_high FLOAT, 
	quantity INTEGER NOT NULL, 
	asked_at DATETIME NOT NULL, 
	asked_on DATE NOT NULL, 
	desk VARCHAR NOT NULL, 
	operator VARCHAR, 
	undone_at DATETIME, 
	CONSTRAINT pk_unmet_request PRIMARY KEY (id), 
	CONSTRAINT fk_unmet_request_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_unmet_request_type_code_article_type FOREIGN KEY(type_code) REFERENCES article_type (code) ON DELETE RESTRICT
);
INSERT INTO "unmet_request" VALUES(1,1,'hockey-skates','ice',NULL,NULL,NULL,1,'2026-02-12 09:44:00.000000','2026-02-12','desk-1',NULL,NULL);
CREATE TABLE visit (
	id INTEGER NOT NULL, 
	branch_id INTEGER NOT NULL, 
	desk VARCHAR NOT NULL, 
	borrower_id INTEGER, 
	co_borrower_id INTEGER, 
	started_at DATETIME NOT NULL, 
	ended_at DATETIME, 
	CONSTRAINT pk_visit PRIMARY KEY (id), 
	CONSTRAINT fk_visit_branch_id_branch FOREIGN KEY(branch_id) REFERENCES branch (id) ON DELETE RESTRICT, 
	CONSTRAINT fk_visit_borrower_id_borrower FOREIGN KEY(borrower_id) REFERENCES borrower (id) ON DELETE SET NULL, 
	CONSTRAINT fk_visit_co_borrower_id_co_borrower FOREIGN KEY(co_borrower_id) REFERENCES co_borrower (id) ON DELETE SET NULL
);
INSERT INTO "visit" VALUES(1,1,'one',NULL,NULL,'2026-02-02 09:31:00.000000','2026-02-02 09:31:00.000000');
INSERT INTO "visit" VALUES(2,1,'one',NULL,NULL,'2026-02-02 09:32:00.000000','2026-02-02 09:32:00.000000');
INSERT INTO "visit" VALUES(3,1,'one',2,NULL,'2026-02-03 09:33:00.000000','2026-02-03 09:33:00.000000');
INSERT INTO "visit" VALUES(4,1,'one',3,NULL,'2026-02-07 09:36:00.000000','2026-02-07 09:36:00.000000');
INSERT INTO "visit" VALUES(5,1,'one',2,NULL,'2026-02-09 09:37:00.000000','2026-02-09 09:37:00.000000');
INSERT INTO "visit" VALUES(6,1,'one',NULL,NULL,'2026-02-10 09:38:00.000000','2026-02-10 09:38:00.000000');
INSERT INTO "visit" VALUES(7,1,'one',2,NULL,'2026-02-10 09:38:00.000000','2026-02-10 09:38:00.000000');
CREATE INDEX ix_borrower_phone ON borrower (phone);
CREATE INDEX ix_article_type_category_code ON article_type (category_code);
CREATE INDEX ix_borrower_card_borrower_id ON borrower_card (borrower_id);
CREATE INDEX ix_co_borrower_borrower_id ON co_borrower (borrower_id);
CREATE INDEX ix_opening_hours_branch_id ON opening_hours (branch_id);
CREATE INDEX ix_closed_period_branch_id ON closed_period (branch_id);
CREATE INDEX ix_event_desk ON event (branch_id, desk, id);
CREATE INDEX ix_event_article_id ON event (article_id);
CREATE INDEX ix_event_loan_id ON event (loan_id);
CREATE INDEX ix_event_visit_id ON event (visit_id);
CREATE INDEX ix_event_restore ON event (id) WHERE kind = 'restore';
CREATE INDEX ix_event_borrower_key ON event (borrower_key) WHERE borrower_key IS NOT NULL;
CREATE INDEX ix_figure_summary_last ON figure_summary (last);
CREATE INDEX ix_figure_summary_what ON figure_summary (what, branch_id, first, last);
CREATE INDEX ix_locked_year_year ON locked_year (year, branch_id);
CREATE INDEX ix_survey_answer_on ON survey_answer (branch_id, answered_on, otherwise, bought) WHERE undone_at IS NULL;
CREATE INDEX ix_goal_branch_id_year ON goal (branch_id, year);
CREATE INDEX ix_gift_branch_id ON gift (branch_id);
CREATE INDEX ix_printed_label_key ON printed_label ("key");
CREATE INDEX ix_reminder_run_branch_id ON reminder_run (branch_id);
CREATE INDEX ix_contact_note_borrower_id ON contact_note (borrower_id);
CREATE INDEX ix_article_branch_id ON article (branch_id);
CREATE INDEX ix_article_label ON article (label);
CREATE INDEX ix_article_gift_id ON article (gift_id);
CREATE INDEX ix_article_type_code_size_low ON article (type_code, size_low);
CREATE INDEX ix_gift_item_gift_id ON gift_item (gift_id);
CREATE UNIQUE INDEX uq_visit_open ON visit (branch_id, desk) WHERE ended_at IS NULL;
CREATE INDEX ix_visit_borrower_id ON visit (borrower_id);
CREATE INDEX ix_unmet_request_on ON unmet_request (branch_id, asked_on) WHERE undone_at IS NULL;
CREATE INDEX ix_unmet_request_type_code ON unmet_request (type_code);
CREATE UNIQUE INDEX uq_stocktake_open ON stocktake (branch_id) WHERE ended_at IS NULL;
CREATE INDEX ix_barcode_article_id ON barcode (article_id);
CREATE INDEX ix_article_state_change_article_id ON article_state_change (article_id);
CREATE INDEX ix_loan_branch_id_lent_on ON loan (branch_id, lent_on);
CREATE INDEX ix_loan_co_borrower_id ON loan (co_borrower_id) WHERE co_borrower_id IS NOT NULL;
CREATE INDEX ix_loan_returned_on ON loan (returned_on) WHERE returned_on IS NOT NULL;
CREATE INDEX ix_loan_article_id_lent_at ON loan (article_id, lent_at);
CREATE INDEX ix_loan_visit_id ON loan (visit_id);
CREATE INDEX ix_loan_open_borrower ON loan (borrower_id) WHERE returned_at IS NULL AND undone_at IS NULL;
CREATE INDEX ix_loan_due ON loan (branch_id, due) WHERE undone_at IS NULL;
CREATE INDEX ix_loan_borrower_id_lent_at ON loan (borrower_id, lent_at);
CREATE INDEX ix_loan_borrower_key ON loan (borrower_key);
CREATE INDEX ix_loan_open_due ON loan (branch_id, due) WHERE returned_at IS NULL AND undone_at IS NULL;
CREATE UNIQUE INDEX uq_loan_open ON loan (article_id) WHERE returned_at IS NULL AND undone_at IS NULL;
CREATE INDEX ix_booking_open_article ON booking (article_id) WHERE closed_at IS NULL;
CREATE INDEX ix_booking_open_type_code ON booking (type_code) WHERE closed_at IS NULL;
CREATE INDEX ix_booking_borrower_id ON booking (borrower_id);
CREATE INDEX ix_message_sent ON message (branch_id, sending_at) WHERE state = 'sent';
CREATE INDEX ix_message_visit_id ON message (visit_id);
CREATE UNIQUE INDEX uq_message_unsent ON message (branch_id, borrower_id) WHERE kind = 'reminder' AND state IN ('planned', 'waiting');
CREATE INDEX ix_message_borrower_id ON message (borrower_id);
CREATE INDEX ix_message_open ON message (branch_id, state) WHERE state IN ('planned', 'waiting', 'sending', 'unknown', 'failed', 'to_call');
CREATE UNIQUE INDEX uq_message_receipt ON message (visit_id, channel) WHERE kind = 'receipt' AND state IN ('planned', 'waiting', 'sending');
CREATE UNIQUE INDEX uq_message_run ON message (run_id, borrower_id, channel) WHERE run_id IS NOT NULL;
CREATE UNIQUE INDEX uq_service_note_open ON service_note (article_id, kind) WHERE done_at IS NULL;
CREATE INDEX ix_service_note_article_id_kind ON service_note (article_id, kind);
CREATE UNIQUE INDEX uq_stocktake_scan_key ON stocktake_scan (stocktake_id, "key") WHERE article_id IS NULL;
CREATE UNIQUE INDEX uq_stocktake_scan_article ON stocktake_scan (stocktake_id, article_id) WHERE article_id IS NOT NULL;
CREATE INDEX ix_stocktake_scan_article_id ON stocktake_scan (article_id);
CREATE UNIQUE INDEX uq_transfer_under_way ON transfer (article_id) WHERE received_at IS NULL AND undone_at IS NULL AND to_branch_id IS NOT NULL;
CREATE INDEX ix_transfer_to_branch_id ON transfer (to_branch_id);
CREATE INDEX ix_transfer_from_branch_id ON transfer (from_branch_id);
CREATE UNIQUE INDEX uq_transfer_file_key ON transfer (file_key) WHERE file_key IS NOT NULL AND undone_at IS NULL;
CREATE INDEX ix_transfer_article_id ON transfer (article_id);
CREATE INDEX ix_check_question_open ON check_question (article_id) WHERE answered_at IS NULL;
CREATE INDEX ix_check_question_loan_id ON check_question (loan_id);
CREATE INDEX ix_renewal_on ON renewal (branch_id, renewed_on) WHERE undone_at IS NULL;
CREATE UNIQUE INDEX uq_renewal_loan_id_seq ON renewal (loan_id, seq) WHERE undone_at IS NULL;
CREATE INDEX ix_renewal_loan_id ON renewal (loan_id);
CREATE INDEX ix_reminder_step_message_id ON reminder_step (message_id);
CREATE INDEX ix_missing_part_article_id ON missing_part (article_id);
CREATE INDEX ix_missing_part_loan_id ON missing_part (loan_id);
CREATE UNIQUE INDEX uq_missing_part_open ON missing_part (article_id, part, loan_id) WHERE settled_at IS NULL;
CREATE TRIGGER figures_loan_insert AFTER INSERT ON loan WHEN NEW.undone_at IS NULL AND min(NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, min(NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on))); END;
CREATE TRIGGER figures_renewal_insert AFTER INSERT ON renewal WHEN NEW.undone_at IS NULL AND NEW.renewed_on <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, NEW.renewed_on); END;
CREATE TRIGGER figures_loan_delete AFTER DELETE ON loan WHEN OLD.undone_at IS NULL AND min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on)) <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on))); END;
CREATE TRIGGER figures_renewal_delete AFTER DELETE ON renewal WHEN OLD.undone_at IS NULL AND OLD.renewed_on <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, OLD.renewed_on); END;
CREATE TRIGGER figures_loan_update AFTER UPDATE OF lent_on, lent_at, undone_at, borrower_key, first_ever, borrower_kind, age_band, gender, postal_area, category_code, type_code, branch_id, visit_id, due, returned_on ON loan WHEN (OLD.undone_at IS NULL OR NEW.undone_at IS NULL) AND CASE WHEN OLD.lent_on IS NOT NEW.lent_on OR OLD.lent_at IS NOT NEW.lent_at OR OLD.undone_at IS NOT NEW.undone_at OR OLD.borrower_key IS NOT NEW.borrower_key OR OLD.first_ever IS NOT NEW.first_ever OR OLD.borrower_kind IS NOT NEW.borrower_kind OR OLD.age_band IS NOT NEW.age_band OR OLD.gender IS NOT NEW.gender OR OLD.postal_area IS NOT NEW.postal_area OR OLD.category_code IS NOT NEW.category_code OR OLD.type_code IS NOT NEW.type_code OR OLD.branch_id IS NOT NEW.branch_id OR OLD.visit_id IS NOT NEW.visit_id THEN min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on), NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) ELSE min(CASE WHEN OLD.due IS NOT NEW.due THEN min(OLD.due, NEW.due) ELSE '9999-12-31' END, CASE WHEN OLD.returned_on IS NOT NEW.returned_on THEN min(coalesce(OLD.returned_on, NEW.returned_on), coalesce(NEW.returned_on, OLD.returned_on)) ELSE '9999-12-31' END) END <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, CASE WHEN OLD.lent_on IS NOT NEW.lent_on OR OLD.lent_at IS NOT NEW.lent_at OR OLD.undone_at IS NOT NEW.undone_at OR OLD.borrower_key IS NOT NEW.borrower_key OR OLD.first_ever IS NOT NEW.first_ever OR OLD.borrower_kind IS NOT NEW.borrower_kind OR OLD.age_band IS NOT NEW.age_band OR OLD.gender IS NOT NEW.gender OR OLD.postal_area IS NOT NEW.postal_area OR OLD.category_code IS NOT NEW.category_code OR OLD.type_code IS NOT NEW.type_code OR OLD.branch_id IS NOT NEW.branch_id OR OLD.visit_id IS NOT NEW.visit_id THEN min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on), NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) ELSE min(CASE WHEN OLD.due IS NOT NEW.due THEN min(OLD.due, NEW.due) ELSE '9999-12-31' END, CASE WHEN OLD.returned_on IS NOT NEW.returned_on THEN min(coalesce(OLD.returned_on, NEW.returned_on), coalesce(NEW.returned_on, OLD.returned_on)) ELSE '9999-12-31' END) END); INSERT INTO stale_mark (branch_id, since) SELECT NEW.branch_id, CASE WHEN OLD.lent_on IS NOT NEW.lent_on OR OLD.lent_at IS NOT NEW.lent_at OR OLD.undone_at IS NOT NEW.undone_at OR OLD.borrower_key IS NOT NEW.borrower_key OR OLD.first_ever IS NOT NEW.first_ever OR OLD.borrower_kind IS NOT NEW.borrower_kind OR OLD.age_band IS NOT NEW.age_band OR OLD.gender IS NOT NEW.gender OR OLD.postal_area IS NOT NEW.postal_area OR OLD.category_code IS NOT NEW.category_code OR OLD.type_code IS NOT NEW.type_code OR OLD.branch_id IS NOT NEW.branch_id OR OLD.visit_id IS NOT NEW.visit_id THEN min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on), NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) ELSE min(CASE WHEN OLD.due IS NOT NEW.due THEN min(OLD.due, NEW.due) ELSE '9999-12-31' END, CASE WHEN OLD.returned_on IS NOT NEW.returned_on THEN min(coalesce(OLD.returned_on, NEW.returned_on), coalesce(NEW.returned_on, OLD.returned_on)) ELSE '9999-12-31' END) END WHERE NEW.branch_id <> OLD.branch_id; INSERT INTO stale_mark (branch_id, since) SELECT branch_id, min(renewed_on) FROM renewal WHERE loan_id = NEW.id AND undone_at IS NULL AND branch_id NOT IN (OLD.branch_id, NEW.branch_id) GROUP BY branch_id; END;
CREATE TRIGGER figures_renewal_update AFTER UPDATE OF renewed_on, undone_at, branch_id, loan_id ON renewal WHEN (OLD.undone_at IS NULL OR NEW.undone_at IS NULL) AND min(OLD.renewed_on, NEW.renewed_on) <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, min(OLD.renewed_on, NEW.renewed_on)); INSERT INTO stale_mark (branch_id, since) SELECT NEW.branch_id, NEW.renewed_on WHERE NEW.branch_id <> OLD.branch_id; END;
CREATE TRIGGER figures_state_insert AFTER INSERT ON article_state_change WHEN date(NEW.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(NEW.changed_at, '-12 hours') FROM loan WHERE article_id = NEW.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(NEW.changed_at, '-12 hours')); END;
CREATE TRIGGER figures_state_delete AFTER DELETE ON article_state_change WHEN date(OLD.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(OLD.changed_at, '-12 hours') FROM loan WHERE article_id = OLD.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(OLD.changed_at, '-12 hours')); END;
CREATE TRIGGER figures_state_update_old AFTER UPDATE ON article_state_change WHEN date(OLD.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(OLD.changed_at, '-12 hours') FROM loan WHERE article_id = OLD.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(OLD.changed_at, '-12 hours')); END;
CREATE TRIGGER figures_state_update_new AFTER UPDATE ON article_state_change WHEN date(NEW.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(NEW.changed_at, '-12 hours') FROM loan WHERE article_id = NEW.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(NEW.changed_at, '-12 hours')); END;
CREATE TRIGGER figures_branch_update AFTER UPDATE OF code, timezone ON branch WHEN (OLD.code <> NEW.code OR OLD.timezone <> NEW.timezone) AND (SELECT max(last) FROM figure_summary) IS NOT NULL BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (NEW.id, '0001-01-01'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('article',6);
INSERT INTO "sqlite_sequence" VALUES('stale_mark',1);
INSERT INTO "sqlite_sequence" VALUES('goal',1);
COMMIT;
